package io.parley.local;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the person asked for through environment variables, checked as a whole before anything starts. A variable that is set to
 * nothing counts as not set.
 */
record Settings(
        Path root,
        Path dataDirectory,
        int port,
        Optional<String> kafka,
        Optional<String> mongo,
        boolean demoModel,
        Map<String, String> environment) {
    /** Above the gateway's port lie those of everything else; see {@link Topology}. */
    private static final int HIGHEST_PORT = 65535 - Topology.HIGHEST_PORT_OFFSET;

    Settings {
        environment = Map.copyOf(environment);
    }

    static Settings read(Path root, Map<String, String> environment) {
        var given = new HashMap<String, String>();
        environment.forEach((name, value) -> {
            if (!value.isBlank()) {
                given.put(name, value);
            }
        });
        var check = new SettingsCheck(given);
        int port = check.number("PARLEY_PORT", 8080, 1, HIGHEST_PORT);
        check.everythingElse();
        check.refuseIfAnythingIsWrong();
        return new Settings(
                root,
                dataDirectory(root, given),
                port,
                Optional.ofNullable(given.get("PARLEY_KAFKA")),
                Optional.ofNullable(given.get("PARLEY_MONGODB_URI")),
                !given.containsKey("OPENAI_API_KEY") && !given.containsKey("OPENAI_BASE_URL"),
                given);
    }

    /** Shared with {@code ./parley token}, which reads the secret there. */
    private static Path dataDirectory(Path root, Map<String, String> environment) {
        return root.resolve(environment.getOrDefault("PARLEY_DATA_DIR", ".parley"))
                .toAbsolutePath()
                .normalize();
    }

    /** An issuer without keys is asked for them; a secret of our own would take its place. */
    boolean findsKeysByIssuer() {
        return given("PARLEY_JWT_ISSUER").isPresent()
                && given("PARLEY_JWT_JWKS").isEmpty()
                && given("PARLEY_JWT_SECRET").isEmpty();
    }

    Optional<String> given(String name) {
        return Optional.ofNullable(environment.get(name));
    }
}
