package io.parley.local.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMongoTests {
    @TempDir
    Path directory;

    @Test
    void keepsItsDataOverARestart() {
        var file = directory.resolve("suite.mv");
        try (var mongo = EmbeddedMongo.start(file, 0);
                var client = MongoClients.create(mongo.uri())) {
            notes(client).insertOne(new Document("_id", 1).append("text", "kept"));
        }

        try (var mongo = EmbeddedMongo.start(file, 0);
                var client = MongoClients.create(mongo.uri())) {
            assertThat(notes(client).find(new Document("_id", 1)).first()).containsEntry("text", "kept");
        }
    }

    @Test
    void forgetsEverythingInMemory() {
        try (var mongo = EmbeddedMongo.startInMemory(0);
                var client = MongoClients.create(mongo.uri())) {
            notes(client).insertOne(new Document("_id", 1));

            assertThat(notes(client).countDocuments()).isEqualTo(1);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void answersTheHandshakeByItsNewNameToo() {
        try (var durable = EmbeddedMongo.start(directory.resolve("suite.mv"), 0);
                var forgetful = EmbeddedMongo.startInMemory(0)) {
            for (var server : List.of(durable, forgetful)) {
                try (var client = MongoClients.create(server.uri())) {
                    var reply = client.getDatabase("parley_test").runCommand(new Document("hello", 1));
                    assertThat(reply.getInteger("maxWireVersion")).isGreaterThanOrEqualTo(8);
                }
            }
        }
    }

    @Test
    void keepsEveryAcknowledgedWriteWhenItsProcessIsKilled() throws Exception {
        var file = directory.resolve("suite.mv");
        var acknowledged = new AtomicInteger();
        try (var process = new MongoChild(file);
                var client = MongoClients.create(process.uri())) {
            var writer = Thread.ofVirtual().start(() -> writeUntilRefused(notes(client), acknowledged));
            process.awaitWrites(acknowledged, 200);
            process.kill();
            writer.join();
        }

        try (var mongo = EmbeddedMongo.start(file, 0);
                var client = MongoClients.create(mongo.uri())) {
            var kept =
                    notes(client).find().map(found -> found.getInteger("_id")).into(new ArrayList<>());
            assertThat(acknowledged.get()).isGreaterThanOrEqualTo(200);
            assertThat(kept).containsAll(numbersUpTo(acknowledged.get()));
        }
    }

    private static void writeUntilRefused(MongoCollection<Document> notes, AtomicInteger acknowledged) {
        try {
            while (true) {
                notes.insertOne(new Document("_id", acknowledged.get() + 1));
                acknowledged.incrementAndGet();
            }
        } catch (RuntimeException killed) {
            return;
        }
    }

    private static List<Integer> numbersUpTo(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    private static MongoCollection<Document> notes(MongoClient client) {
        return client.getDatabase("parley_test").getCollection("notes");
    }
}
