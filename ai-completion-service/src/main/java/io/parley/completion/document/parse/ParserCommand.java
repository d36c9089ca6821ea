package io.parley.completion.document.parse;

import io.parley.completion.document.DocumentProperties;
import java.io.File;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a parser's process is started: by this JVM's own {@code java}, from the jars that this process runs from, whether
 * those lie in a Spring Boot jar or beside each other.
 */
final class ParserCommand {

    private static final String NESTED = "jar:nested:";
    private static final String BOOT_LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

    /** Whoever waits for an answer comes first. */
    private static final List<String> POLITELY = List.of("/usr/bin/nice", "-n", "10");

    private ParserCommand() {}

    /** @param folder where it may write */
    static List<String> of(DocumentProperties properties, Path folder) {
        var command = new ArrayList<String>();
        if (Files.isExecutable(Path.of(POLITELY.getFirst()))) {
            command.addAll(POLITELY);
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(memory(properties));
        command.addAll(List.of(
                // Starts in half the time and lives for a few files.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + folder,
                "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
                // No XML parser opens another file, whatever a library forgot to switch off.
                "-Djavax.xml.accessExternalDTD=",
                "-Djavax.xml.accessExternalSchema=",
                "-Djavax.xml.accessExternalStylesheet=",
                // No name of a host is ever known.
                "-Djdk.net.hosts.file=" + folder.resolve("no-hosts")));
        command.addAll(program());
        command.add(Integer.toString(properties.mostText()));
        // The service looks at the clock itself; this is for a parser whose service is gone.
        command.add(Long.toString(properties.parserLimit().plusSeconds(1).toMillis()));
        return command;
    }

    private static List<String> memory(DocumentProperties properties) {
        return List.of(
                "-Xmx" + properties.parserHeap().toMegabytes() + "m",
                "-Xms8m",
                "-XX:MaxMetaspaceSize=96m",
                "-XX:ReservedCodeCacheSize=32m",
                "-XX:MaxDirectMemorySize=8m",
                "-XX:+ExitOnOutOfMemoryError");
    }

    private static List<String> program() {
        var place = ParserMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();
        if (place.startsWith(NESTED)) {
            var jar = place.substring(NESTED.length(), place.indexOf("/!"));
            return List.of(
                    "-Dloader.main=" + ParserMain.class.getName(),
                    "-cp",
                    URLDecoder.decode(jar, StandardCharsets.UTF_8),
                    BOOT_LAUNCHER);
        }
        // A parser runs in another folder than this process.
        var classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        return List.of("-cp", classPath, ParserMain.class.getName());
    }
}
