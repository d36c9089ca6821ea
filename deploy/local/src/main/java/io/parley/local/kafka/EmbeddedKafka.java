package io.parley.local.kafka;

import io.parley.local.FreePort;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka broker that is its own controller, in this JVM, with its log in a directory. The launcher runs it in a process of
 * its own through {@link KafkaProcess}; tests run it in theirs.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final String LOCALHOST = "127.0.0.1";

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Formats the directory where that has not been done yet, and returns when the broker serves. A port of 0 finds a free one. */
    public static EmbeddedKafka start(Path directory, int port, int controllerPort) {
        int brokerPort = port == 0 ? FreePort.next() : port;
        int quorumPort = controllerPort == 0 ? FreePort.next() : controllerPort;
        format(directory);
        var server =
                new KafkaRaftServer(new KafkaConfig(settings(directory, brokerPort, quorumPort), false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException failure) {
            server.shutdown(); // its threads are no daemons: a broker that failed would keep the JVM alive
            throw failure;
        }
        return new EmbeddedKafka(server, brokerPort);
    }

    public String bootstrapServers() {
        return LOCALHOST + ":" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path directory) {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(directory);
            new Formatter()
                    .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(directory.toString())
                    .setDirectories(List.of(directory.toString()))
                    .setIgnoreFormatted(true)
                    .setUnstableFeatureVersionsEnabled(false)
                    .run();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (Exception failure) {
            throw new IllegalStateException("cannot format " + directory, failure);
        }
    }

    private static Map<String, String> settings(Path directory, int port, int controllerPort) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@" + LOCALHOST + ":" + controllerPort),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry(
                        "listeners",
                        "PLAINTEXT://" + LOCALHOST + ":" + port + ",CONTROLLER://" + LOCALHOST + ":" + controllerPort),
                Map.entry("log.dirs", directory.toString()),
                Map.entry("auto.create.topics.enable", "false"),

                // A broker that was killed is let in again when its old session has lapsed: 5 s instead of 13 s.
                Map.entry("broker.session.timeout.ms", "3000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),

                // Positions live in the views' databases; group offsets must outlive a laptop's holiday all the same.
                Map.entry("offsets.retention.minutes", "525600"),

                // One broker: every internal topic has one replica.
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),

                // Sized for a machine that runs everything else too.
                Map.entry("num.network.threads", "1"),
                Map.entry("num.io.threads", "2"),
                Map.entry("background.threads", "2"),
                Map.entry("num.recovery.threads.per.data.dir", "2"),
                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20)),
                Map.entry("log.index.size.max.bytes", Integer.toString(1 << 20)));
    }
}
