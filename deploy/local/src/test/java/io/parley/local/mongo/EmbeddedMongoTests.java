package io.parley.local.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMongoTests {
    private static final List<String> COUNTS = List.of("a", "b", "c");

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

    /** What was half written when its process was killed is there whole or not at all, whichever way it is asked for. */
    @RepeatedTest(2)
    void keepsNoHalfOfAWriteWhenItsProcessIsKilled() throws Exception {
        var file = directory.resolve("suite.mv");
        var written = new AtomicInteger();
        try (var process = new MongoChild(file);
                var client = MongoClients.create(process.uri())) {
            var writers = collections(client).stream()
                    .peek(EmbeddedMongoTests::index)
                    .map(collection -> Thread.ofVirtual().start(() -> changeUntilRefused(collection, written)))
                    .toList();
            process.awaitWrites(written, 2_000);
            process.kill();
            for (var writer : writers) {
                writer.join();
            }
        }

        try (var mongo = EmbeddedMongo.start(file, 0);
                var client = MongoClients.create(mongo.uri())) {
            collections(client).forEach(EmbeddedMongoTests::assertWhole);
        }
    }

    private static List<MongoCollection<Document>> collections(MongoClient client) {
        return IntStream.range(0, 8)
                .mapToObj(n -> client.getDatabase("parley_test").getCollection("counts" + n))
                .toList();
    }

    private static void index(MongoCollection<Document> collection) {
        COUNTS.forEach(
                count -> collection.createIndex(Indexes.ascending("_id", count), new IndexOptions().unique(true)));
    }

    private static void assertWhole(MongoCollection<Document> collection) {
        for (var found : collection.find().into(new ArrayList<>())) {
            var id = Filters.eq("_id", found.get("_id"));
            assertThat(collection.find(id).first()).isEqualTo(found);
            for (var count : COUNTS) {
                var guard = Filters.and(id, Filters.eq(count, found.get(count)));
                assertThat(collection
                                .updateOne(guard, Updates.set("seen", true))
                                .getMatchedCount())
                        .isEqualTo(1);
                found.put("seen", true);
            }
        }
    }

    private static void changeUntilRefused(MongoCollection<Document> collection, AtomicInteger written) {
        var change = Updates.combine(
                COUNTS.stream().map(count -> Updates.inc(count, 1)).toList());
        try {
            while (true) {
                var batch = IntStream.range(0, 20)
                        .mapToObj(_ -> new UpdateOneModel<Document>(
                                Filters.eq("_id", ThreadLocalRandom.current().nextLong()),
                                change,
                                new UpdateOptions().upsert(true)))
                        .toList();
                collection.bulkWrite(batch);
                written.addAndGet(batch.size());
            }
        } catch (RuntimeException killed) {
            return;
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
