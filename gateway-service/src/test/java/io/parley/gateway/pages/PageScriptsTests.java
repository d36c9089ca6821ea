package io.parley.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pages' own checks, run as npm runs them: their types by tsc, their modules by node's test runner. */
class PageScriptsTests {

    private static final int OLDEST_NODE = 20;
    private static final Path LOCK = Path.of("package-lock.json");
    /** A copy of the lock file that was last installed. */
    private static final Path INSTALLED = Path.of("node_modules/.parley-lock.json");

    @BeforeAll
    static void installWhatTheLockFileNames() throws Exception {
        String version = output("node", "--version");
        assertThat(version)
                .as(
                        "The tests of the pages need Node.js %d or newer, with npm: https://nodejs.org. Found: %s",
                        OLDEST_NODE, version)
                .matches(found -> majorOf(found) >= OLDEST_NODE);
        if (!Files.exists(INSTALLED) || Files.mismatch(LOCK, INSTALLED) >= 0) {
            run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            Files.copy(LOCK, INSTALLED, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void typesAreRight() throws Exception {
        run("npm", "run", "--silent", "check");
    }

    @Test
    void modulesDoWhatTheyShould() throws Exception {
        run("npm", "test", "--silent");
    }

    /** A lock file that names a host ties everybody to it. */
    @Test
    void takesPackagesFromWhereverNpmIsToldTo() throws IOException {
        try (Stream<String> lines = Files.lines(LOCK)) {
            assertThat(lines).noneMatch(line -> line.contains("\"resolved\""));
        }
    }

    private static void run(String... command) throws Exception {
        String output = output(command);
        assertThat(output).as(String.join(" ", command)).endsWith("exit 0");
    }

    /** All that it wrote, and how it ended. */
    private static String output(String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException notThere) {
            return "no " + command[0];
        }
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        return output + "exit " + process.waitFor();
    }

    private static int majorOf(String version) {
        var number = Pattern.compile("v(\\d+)\\.").matcher(version);
        return number.find() ? Integer.parseInt(number.group(1)) : 0;
    }
}
