package io.parley.local;

import io.parley.local.Topology.Place;
import io.parley.local.keys.SuiteKeys;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The environment variables of a service's process: the person's own, completed with addresses and keys. A secret goes to the
 * one service that needs it and to no other.
 */
final class ServiceEnvironment {
    private static final List<String> GATEWAY_SECRETS = List.of("PARLEY_JWT_SECRET");
    private static final List<String> AI_COMPLETION_SECRETS =
            List.of("OPENAI_API_KEY", "PARLEY_MASTER_KEY_FILE", "API_KEY_ENCRYPTION_KEY");

    /** On one machine every guest comes from the same address; this and the next. */
    private static final String GUESTS_PER_ADDRESS_AND_HOUR = "10000";

    private static final String MESSAGES_PER_ADDRESS_AND_WINDOW = "1000";

    private final Settings settings;
    private final SuiteKeys keys;
    private final Topology topology;
    private final Map<String, URI> balancers;

    /** @param balancers in front of a service's replicas, by its name; a service without one is reached itself */
    ServiceEnvironment(Settings settings, SuiteKeys keys, Topology topology, Map<String, URI> balancers) {
        this.settings = settings;
        this.keys = keys;
        this.topology = topology;
        this.balancers = balancers;
    }

    static Map<String, String> withoutSecrets(Settings settings) {
        var environment = new HashMap<>(settings.environment());
        environment.keySet().removeAll(GATEWAY_SECRETS);
        environment.keySet().removeAll(AI_COMPLETION_SECRETS);
        return environment;
    }

    Map<String, String> of(Place service) {
        var environment = withoutSecrets(settings);
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        environment.put("SERVER_PORT", Integer.toString(topology.port(service.offset())));
        environment.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
        environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(topology.managementPort(service)));
        environment.put("PARLEY_KAFKA", topology.kafkaServers());
        environment.put("PARLEY_MONGODB_URI", topology.mongoUri());
        environment.put("PARLEY_INTERNAL_KEY_FILE", keys.internalPublic().toString());
        if (service.replica() > 0) {
            environment.put("PARLEY_REPLICA", Integer.toString(service.replica()));
        }
        switch (service.service()) {
            case Topology.GATEWAY -> addGatewayVariables(environment);
            case Topology.AI_COMPLETION -> addModelVariables(environment);
            default -> {
                return environment;
            }
        }
        return environment;
    }

    private void addGatewayVariables(Map<String, String> environment) {
        environment.put("PARLEY_INTERNAL_KEY_FILE", keys.internal().toString());
        if (!settings.findsKeysByIssuer()) {
            environment.put("PARLEY_JWT_SECRET", keys.tokenSecret());
        }
        environment.putIfAbsent("PARLEY_GUESTS", "on");
        environment.putIfAbsent("PARLEY_GUEST_LIMIT", GUESTS_PER_ADDRESS_AND_HOUR);
        environment.putIfAbsent("PARLEY_RATE_ADDRESS_MESSAGES", MESSAGES_PER_ADDRESS_AND_WINDOW);
        for (var service : Topology.SERVICES) {
            var prefix = "PARLEY_" + service.name().replace('-', '_').toUpperCase(Locale.ROOT);
            var itself = URI.create("http://127.0.0.1:" + topology.port(service.offset()));
            environment.put(
                    prefix + "_URL",
                    balancers.getOrDefault(service.service(), itself).toString());
            environment.put(prefix + "_HEALTH_URL", "http://127.0.0.1:" + topology.managementPort(service));
        }
    }

    private void addModelVariables(Map<String, String> environment) {
        AI_COMPLETION_SECRETS.forEach(name -> settings.given(name).ifPresent(value -> environment.put(name, value)));
        keys.masterKeys().ifPresent(file -> environment.put("PARLEY_MASTER_KEY_FILE", file.toString()));
        if (settings.demoModel()) {
            environment.put("OPENAI_BASE_URL", "http://127.0.0.1:" + topology.demoModelPort() + "/v1");
            environment.put("OPENAI_API_KEY", "demo");
        }
    }
}
