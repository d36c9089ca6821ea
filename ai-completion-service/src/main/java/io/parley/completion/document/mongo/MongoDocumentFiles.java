package io.parley.completion.document.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import io.parley.completion.document.DocumentFiles;
import io.parley.completion.document.DocumentKey;
import io.parley.platform.database.MongoCalls;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Pieces of files under {@code <tenant>/<chatbot>/<id>/<number>}. */
final class MongoDocumentFiles implements DocumentFiles {

    private static final String DOCUMENT_FILES = "document_files";

    /** More than the pieces of the largest file. */
    private static final int MOST_PIECES = 128;

    private final MongoCalls files;

    MongoDocumentFiles(ReactiveMongoTemplate mongo) {
        files = new MongoCalls(mongo, DOCUMENT_FILES);
    }

    @Override
    public Mono<Void> keep(DocumentKey key, int number, byte[] piece) {
        if (number >= MOST_PIECES) {
            throw new IllegalArgumentException("a file of more than " + MOST_PIECES + " pieces");
        }
        return files.one(collection ->
                        collection.insertOne(new Document("_id", id(key, number)).append("data", new Binary(piece))))
                .then();
    }

    @Override
    public Flux<byte[]> read(DocumentKey key) {
        return Flux.range(0, MOST_PIECES)
                // One after the other, and no more than is asked for: a piece is a megabyte.
                .concatMap(
                        number -> files.one(collection -> collection
                                        .find(eq("_id", id(key, number)))
                                        .first())
                                .map(found -> found.get("data", Binary.class).getData())
                                .defaultIfEmpty(new byte[0]),
                        0)
                .takeWhile(piece -> piece.length > 0);
    }

    @Override
    public Mono<Void> delete(DocumentKey key) {
        var all = IntStream.range(0, MOST_PIECES)
                .mapToObj(number -> id(key, number))
                .toList();
        return files.one(collection -> collection.deleteMany(in("_id", all))).then();
    }

    private static String id(DocumentKey key, int number) {
        return key + "/" + number;
    }
}
