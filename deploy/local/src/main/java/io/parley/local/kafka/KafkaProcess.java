package io.parley.local.kafka;

import java.nio.file.Path;

/** The main class of the process {@code kafka}: its directory, port and controller port are the arguments. */
public final class KafkaProcess {
    private KafkaProcess() {}

    static void main(String[] arguments) {
        var broker = EmbeddedKafka.start(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-broker"));
    }
}
