package io.parley.local.mongo;

import java.nio.file.Path;

/** The main class of the process {@code mongo}: its file and port are the arguments. */
public final class MongoProcess {
    private MongoProcess() {}

    static void main(String[] arguments) {
        var server = EmbeddedMongo.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-database"));
    }
}
