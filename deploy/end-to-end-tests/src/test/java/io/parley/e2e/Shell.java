package io.parley.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command run to its end, as a person at a terminal would. */
record Shell(int exitCode, String output, String error) {
    private static final int LIMIT_SECONDS = 30;

    static Shell run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        var output = Files.createTempFile("output", ".txt");
        var error = Files.createTempFile("error", ".txt");
        var builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(error.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " did not end");
        }
        return new Shell(
                process.exitValue(),
                Files.readString(output, StandardCharsets.UTF_8),
                Files.readString(error, StandardCharsets.UTF_8));
    }
}
