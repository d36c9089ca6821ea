package io.parley.testkit;

import com.mongodb.reactivestreams.client.MongoClients;
import io.parley.events.log.Topics;
import io.parley.local.kafka.EmbeddedKafka;
import io.parley.local.mongo.EmbeddedMongo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.SpringApplication;
import org.springframework.util.FileSystemUtils;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.mongodb.MongoDBContainer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The servers behind {@link Backends}: embedded ones, or containers where the system property asks for them. */
record BackendServers(String bootstrapServers, String mongoUri) {

    static final String KIND = System.getProperty("parley.test.backends", "embedded");

    /** A MongoDB that tests may use: what earlier runs left on it is dropped first. */
    private static final String MONGODB_URI = "PARLEY_TEST_MONGODB_URI";

    private static final List<String> OWN_DATABASES = List.of("parley_", "test_");

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<Closing> CLOSINGS = new CopyOnWriteArrayList<>();
    private static final AtomicBoolean AFTER_CONTEXTS = new AtomicBoolean();

    static BackendServers start() {
        var servers =
                switch (KIND) {
                    case "embedded" -> new BackendServers(embeddedKafka(), embeddedMongo());
                    case "containers" -> new BackendServers(kafkaContainer(), mongoContainer());
                    case "mongodb" -> new BackendServers(embeddedKafka(), givenMongo());
                    default ->
                        throw new IllegalArgumentException(
                                "parley.test.backends is embedded, containers or mongodb, not " + KIND);
                };
        createTopics(servers.bootstrapServers());
        return servers;
    }

    /** What this kind of run needs and does not find; empty where nothing is missing. */
    static String missing() {
        return switch (KIND) {
            case "containers" -> DockerClientFactory.instance().isDockerAvailable() ? "" : "Docker does not answer";
            case "mongodb" -> givenUri().isEmpty() ? MONGODB_URI + " is not set" : "";
            default -> "";
        };
    }

    private static String embeddedKafka() {
        try {
            Path directory = Files.createTempDirectory("parley-test-kafka");
            var kafka = EmbeddedKafka.start(directory, 0, 0);
            atExit(() -> {
                kafka.close();
                FileSystemUtils.deleteRecursively(directory);
            });
            return kafka.bootstrapServers();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String embeddedMongo() {
        var mongo = EmbeddedMongo.startInMemory(0);
        atExit(mongo::close);
        return mongo.uri();
    }

    @SuppressWarnings("resource") // lives as long as the JVM
    private static String kafkaContainer() {
        var kafka = new KafkaContainer("apache/kafka:4.2.1").withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        kafka.start();
        atExit(kafka::stop);
        return kafka.getBootstrapServers();
    }

    @SuppressWarnings("resource") // lives as long as the JVM
    private static String mongoContainer() {
        var mongo = new MongoDBContainer("mongo:8.0");
        mongo.start();
        atExit(mongo::stop);
        return mongo.getConnectionString();
    }

    private static String givenMongo() {
        var uri = givenUri();
        empty(uri);
        return uri;
    }

    private static String givenUri() {
        return Objects.requireNonNullElse(System.getenv(MONGODB_URI), "").strip();
    }

    /** What an earlier run left was built from a log that is gone: no service would start on it. */
    private static void empty(String uri) {
        try (var client = MongoClients.create(uri)) {
            Flux.from(client.listDatabaseNames())
                    .filter(name -> OWN_DATABASES.stream().anyMatch(name::startsWith))
                    .concatMap(name -> Mono.from(client.getDatabase(name).drop()))
                    .blockLast(LIMIT);
        }
    }

    private static void createTopics(String bootstrapServers) {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(Topics.all(Backends.PARTITIONS, (short) 1))
                    .all()
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the topics cannot be created", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while creating the topics", e);
        }
    }

    /** To be called once the JVM has an application context: those close first, which needs the servers. */
    static void stopAfterContexts() {
        if (AFTER_CONTEXTS.compareAndSet(false, true)) {
            SpringApplication.getShutdownHandlers().add(BackendServers::stop);
        }
    }

    private static void atExit(Closing closing) {
        if (CLOSINGS.isEmpty()) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                if (!AFTER_CONTEXTS.get()) {
                    stop();
                }
            }));
        }
        CLOSINGS.add(closing);
    }

    private static void stop() {
        for (var closing : CLOSINGS) {
            try {
                closing.close();
            } catch (IOException | RuntimeException e) {
                System.err.println("a test server did not stop: " + e);
            }
        }
    }

    private interface Closing {
        void close() throws IOException;
    }
}
