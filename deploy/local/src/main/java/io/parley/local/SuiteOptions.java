package io.parley.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a suite is to be started.
 *
 * @param root the repository, built
 * @param environment the settings, by the names of the environment variables
 * @param cache where processes are laid out; several suites that run one after the other may share it; the data directory's own
 *     without one
 * @param progress takes a line at a time, for a person
 * @param balancers where the gateway goes for a service, by its name, in place of the service itself: to what shares the
 *     calls out among several replicas
 */
public record SuiteOptions(
        Path root,
        Map<String, String> environment,
        Optional<Path> cache,
        Consumer<String> progress,
        Map<String, URI> balancers) {
    public SuiteOptions {
        environment = Map.copyOf(environment);
        balancers = Map.copyOf(balancers);
    }

    /** The gateway goes to the services themselves. */
    public SuiteOptions(Path root, Map<String, String> environment, Optional<Path> cache, Consumer<String> progress) {
        this(root, environment, cache, progress, Map.of());
    }
}
