package io.parley.local;

import io.parley.local.kafka.KafkaProcess;
import io.parley.local.mongo.MongoProcess;
import io.parley.local.process.ChildPlan;
import io.parley.local.process.Image;
import io.parley.local.process.ImageCache;
import io.parley.local.process.Readiness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which processes there are, on which ports, with how much heap. Every port is the gateway's plus a fixed number; a heap of n MiB
 * makes a process of roughly n + 60.
 */
final class Topology {
    static final int HIGHEST_PORT_OFFSET = 24;

    static final String GATEWAY = "gateway";
    static final String AI_COMPLETION = "ai-completion";
    static final String KAFKA = "kafka";
    static final String MONGO = "mongo";
    static final String DEMO_MODEL = "demo-model";

    /** What the services stand on. */
    static final Set<String> ENGINES = Set.of(KAFKA, MONGO);

    /** The gateway's port is the suite's; management ports follow in the same order. */
    static final List<Place> SERVICES = List.of(
            new Place(GATEWAY, 0, 128),
            new Place("chat-session", 1, 192),
            new Place(AI_COMPLETION, 2, 256),
            new Place("history", 3, 160),
            new Place("escalation", 4, 96));

    /** The ports of a service's further replicas are as far above those of the one before. */
    static final int REPLICA_OFFSET = 30;

    private static final int FIRST_MANAGEMENT_PORT = 11;
    private static final Place KAFKA_PLACE = new Place(KAFKA, 21, 192);
    private static final int KAFKA_CONTROLLER_PORT = 22;
    private static final Place MONGO_PLACE = new Place(MONGO, 23, 256);
    private static final int DEMO_MODEL_PORT = HIGHEST_PORT_OFFSET;

    private static final String OWN_LOGGING = "-Dlogback.configurationFile=parley-local-logback.xml";

    /** The broker moves bytes: the simpler compiler costs it nothing and saves a second of start and 20 MiB. */
    private static final List<String> KAFKA_OPTIONS = List.of(OWN_LOGGING, "-XX:TieredStopAtLevel=1");

    private static final List<String> MONGO_OPTIONS = List.of(OWN_LOGGING);

    private final Settings settings;
    private final DataDirectory data;
    private final Installation installation;
    private final ImageCache cache;
    private final List<Place> services;

    Topology(Settings settings, DataDirectory data, Installation installation, ImageCache cache, List<Place> services) {
        this.settings = settings;
        this.data = data;
        this.installation = installation;
        this.cache = cache;
        this.services = services;
    }

    /** A process, its distance from the suite's port, and its heap in MiB. */
    record Place(String service, int replica, int offset, int heapMegabytes) {
        Place(String service, int offset, int heapMegabytes) {
            this(service, 0, offset, heapMegabytes);
        }

        String name() {
            return replica == 0 ? service : service + "-" + replica;
        }

        Place ofReplica(int number) {
            return new Place(service, number, offset + (number - replica) * REPLICA_OFFSET, heapMegabytes);
        }
    }

    /** Every port that is going to be listened on, with the process that does. */
    Map<Integer, String> ports() {
        var ports = new LinkedHashMap<Integer, String>();
        for (var place : services) {
            ports.put(port(place.offset()), place.name());
            ports.put(managementPort(place), place.name() + " (management)");
        }
        if (settings.kafka().isEmpty()) {
            ports.put(port(KAFKA_PLACE.offset()), KAFKA);
            ports.put(port(KAFKA_CONTROLLER_PORT), KAFKA + " (controller)");
        }
        if (settings.mongo().isEmpty()) {
            ports.put(port(MONGO_PLACE.offset()), MONGO);
        }
        if (settings.demoModel()) {
            ports.put(demoModelPort(), DEMO_MODEL);
        }
        return ports;
    }

    /** Kafka and the database, unless the person has their own. */
    List<ChildPlan> engines() throws IOException {
        var classPath = installation.ownClassPath();
        var engines = new ArrayList<ChildPlan>();
        if (settings.kafka().isEmpty()) {
            var arguments = List.of(
                    data.kafka().toString(),
                    Integer.toString(port(KAFKA_PLACE.offset())),
                    Integer.toString(port(KAFKA_CONTROLLER_PORT)));
            engines.add(engine(KAFKA_PLACE, cache.own(KafkaProcess.class, classPath, KAFKA_OPTIONS), arguments));
        }
        if (settings.mongo().isEmpty()) {
            var arguments = List.of(data.mongo().toString(), Integer.toString(port(MONGO_PLACE.offset())));
            engines.add(engine(MONGO_PLACE, cache.own(MongoProcess.class, classPath, MONGO_OPTIONS), arguments));
        }
        return engines;
    }

    List<ChildPlan> services(ServiceEnvironment environment) throws IOException {
        var plans = new ArrayList<ChildPlan>();
        for (var place : services) {
            var image = cache.service(place.service(), installation.serviceJar(place.service()));
            plans.add(service(place, image, environment));
        }
        return plans;
    }

    /** Another process of a service that runs already. */
    ChildPlan replica(ChildPlan running, int number, ServiceEnvironment environment) {
        var place = services.stream()
                .filter(service -> service.name().equals(running.name()))
                .findFirst()
                .orElseThrow(() -> new CannotStart(running.name() + " is no service."))
                .ofReplica(number);
        Ports.refuseIfTaken(Map.of(port(place.offset()), place.name(), managementPort(place), place.name()));
        return service(place, running.image(), environment);
    }

    String kafkaServers() {
        return settings.kafka().orElse("127.0.0.1:" + port(KAFKA_PLACE.offset()));
    }

    String mongoUri() {
        return settings.mongo().orElse("mongodb://127.0.0.1:" + port(MONGO_PLACE.offset()));
    }

    int demoModelPort() {
        return port(DEMO_MODEL_PORT);
    }

    int port(int offset) {
        return settings.port() + offset;
    }

    int managementPort(Place service) {
        return port(FIRST_MANAGEMENT_PORT + service.offset());
    }

    private ChildPlan service(Place place, Image image, ServiceEnvironment environment) {
        return new ChildPlan(
                place.name(),
                port(place.offset()),
                place.heapMegabytes(),
                image,
                List.of(),
                environment.of(place),
                Readiness.ofService(managementPort(place)));
    }

    private ChildPlan engine(Place place, Image image, List<String> arguments) {
        int port = port(place.offset());
        return new ChildPlan(
                place.name(),
                port,
                place.heapMegabytes(),
                image,
                arguments,
                ServiceEnvironment.withoutSecrets(settings),
                Readiness.ofPort(port));
    }
}
