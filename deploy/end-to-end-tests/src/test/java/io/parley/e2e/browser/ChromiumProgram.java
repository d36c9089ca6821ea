package io.parley.e2e.browser;

import io.parley.e2e.Installation;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the browser is. {@code PARLEY_CHROMIUM} names it; else it is one that is installed; else, on a build server, Debian's is
 * installed; else the headless one of an npm package is put under {@code target/}. There is no way around it: tests that need a
 * browser fail where none can be had.
 */
record ChromiumProgram(Path program, Map<String, String> environment) {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final List<Path> ON_A_MAC = List.of(
            Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"),
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));

    private static final Path FONTS_OF_THE_MACHINE = Path.of("/etc/fonts/fonts.conf");

    /** What is copied beside the unpacked browser: it names the package by version and checksum. */
    private static final Path PACKAGE = Path.of("src/test/browser");

    private static final String ADVICE =
            " Install Chromium or Google Chrome, or name one: PARLEY_CHROMIUM=/path/to/chromium";

    static ChromiumProgram find() {
        var named = System.getenv("PARLEY_CHROMIUM");
        if (named != null && !named.isBlank()) {
            var program = Path.of(named.strip());
            if (!Files.isExecutable(program)) {
                throw new IllegalStateException("PARLEY_CHROMIUM: '" + program + "' is no program that can be run.");
            }
            return installed(program);
        }
        return installed()
                .or(ChromiumProgram::ofDebian)
                .map(ChromiumProgram::installed)
                .orElseGet(ChromiumProgram::ofNpm);
    }

    private static ChromiumProgram installed(Path program) {
        return new ChromiumProgram(program, Map.of());
    }

    private static Optional<Path> installed() {
        var folders = Arrays.asList(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        var onPath = NAMES.stream().flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)));
        return Stream.concat(onPath, ON_A_MAC.stream())
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Of a build server only: nothing is installed on a person's machine. */
    private static Optional<Path> ofDebian() {
        if (!"true".equals(System.getenv("CI")) || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            return Optional.empty();
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            System.out.println("browser: apt-get could install Chromium here, but not for a user other than root.");
            return Optional.empty();
        }
        try {
            run(Path.of("."), "apt-get", "-q", "update");
            run(Path.of("."), "apt-get", "-q", "-y", "--no-install-recommends", "install", "chromium");
        } catch (IllegalStateException failure) {
            System.out.println("browser: " + failure.getMessage());
        }
        return installed();
    }

    private static ChromiumProgram ofNpm() {
        var system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!system.toLowerCase(Locale.ROOT).equals("linux amd64")) {
            throw new IllegalStateException(
                    "The browser tests found no Chromium, and for " + system + " npm has none to take." + ADVICE);
        }
        try {
            var folder = Files.createDirectories(Installation.target("chromium"));
            var unpacked = folder.resolve("browser");
            var lock = PACKAGE.resolve("package-lock.json");
            if (!Files.isExecutable(unpacked.resolve("chromium"))
                    || Files.mismatch(lock, folder.resolve("package-lock.json")) >= 0) {
                System.out.println("browser: none found, taking @sparticuz/chromium into " + folder);
                take(folder);
            }
            var environment = new HashMap<String, String>();
            environment.put("LD_LIBRARY_PATH", unpacked.resolve("lib").toString());
            if (!Files.exists(FONTS_OF_THE_MACHINE)) {
                environment.put(
                        "FONTCONFIG_FILE", unpacked.resolve("fonts.conf").toString());
            }
            return new ChromiumProgram(unpacked.resolve("chromium"), environment);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void take(Path folder) throws IOException {
        for (var file : List.of("package.json", "package-lock.json", "unpack.js")) {
            Files.copy(PACKAGE.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        run(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        run(folder, "node", "unpack.js");
    }

    private static void run(Path folder, String... command) {
        try {
            int exit = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw failed(command, "exit " + exit);
            }
        } catch (IOException failure) {
            throw failed(command, failure.getMessage());
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw failed(command, "interrupted");
        }
    }

    private static IllegalStateException failed(String[] command, String how) {
        return new IllegalStateException("The browser tests found no Chromium and could not get one: "
                + String.join(" ", command) + ": " + how + "." + ADVICE);
    }
}
