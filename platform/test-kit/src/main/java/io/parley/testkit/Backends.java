package io.parley.testkit;

import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Gives a service under test a real broker and a real database, started once for the JVM and stopped with it:
 *
 * <pre>{@code
 * @SpringBootTest(webEnvironment = RANDOM_PORT)
 * @ContextConfiguration(initializers = Backends.class)
 * }</pre>
 */
public final class Backends implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** Of the log and of the live topic, so that a test meets neighbours' partitions. */
    public static final int PARTITIONS = 3;

    /** Made on first use. */
    private static final class Started {
        static final BackendServers SERVERS = BackendServers.start();
    }

    public static String bootstrapServers() {
        return Started.SERVERS.bootstrapServers();
    }

    /** Without a database: each service names its own. */
    public static String mongoUri() {
        return Started.SERVERS.mongoUri();
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var settings = Map.<String, Object>of(
                "PARLEY_KAFKA", bootstrapServers(),
                "PARLEY_MONGODB_URI", mongoUri(),
                "PARLEY_INTERNAL_KEY_FILE", Callers.keyFile().toString(),
                "management.server.port", "0");
        BackendServers.stopAfterContexts();
        // Above the developer's own environment, below the properties a test names itself.
        context.getEnvironment()
                .getPropertySources()
                .addBefore(
                        StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
                        new MapPropertySource("backends", settings));
    }
}
