package io.parley.testkit.log;

import static io.parley.testkit.log.Facts.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.log.ConversationKey;
import io.parley.events.log.ConversationReading;
import io.parley.events.log.LoggedFact;
import io.parley.platform.log.ConversationDocuments;
import io.parley.platform.log.ConversationDocuments.Folded;
import io.parley.platform.log.ReadingDocument;
import io.parley.platform.log.ViewOvertaken;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.test.StepVerifier;

/** A document for each conversation, written by whoever read it last and by nobody else. */
class ConversationDocumentsIT {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final ConversationKey ONE = new ConversationKey("documents", "one");
    private static final ConversationKey TWO = new ConversationKey("documents", "two");

    private static LogService service;
    private static ConversationDocuments documents;

    @BeforeAll
    static void start() {
        service = LogService.withoutView("documents");
        documents = new ConversationDocuments(service.get(ReactiveMongoTemplate.class), "conversations");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void forget() {
        service.get(ReactiveMongoTemplate.class).dropCollection("conversations").block(LIMIT);
    }

    @Test
    void keepsAReadingAsItIs() {
        var reading = ConversationReading.NONE;
        for (int i = 0; i < 5; i++) {
            var at = Instant.parse("2026-11-20T10:00:00.123Z").plusSeconds(i);
            reading = reading.read(new LoggedFact(ONE, 0, 10 + i, at, said(ONE, "m" + i % 3)))
                    .next();
        }

        write(new Folded(-1, ReadingDocument.write(reading, new Document("_id", ONE.toString()))));

        assertThat(ReadingDocument.read(documents.find(ONE).block(LIMIT))).isEqualTo(reading);
        assertThat(documents.load(List.of(ONE, TWO)).block(LIMIT)).containsOnlyKeys(ONE.toString());
    }

    @Test
    void readsWhatAnEarlierVersionKept() {
        var at = Instant.parse("2026-11-20T10:00:00.123Z");
        var reading = ConversationReading.NONE
                .read(new LoggedFact(ONE, 0, 10, at, said(ONE, "m")))
                .next();
        var seen = reading.seen().getFirst();
        var document = ReadingDocument.write(reading, new Document("_id", ONE.toString()))
                .append(
                        "seen",
                        List.of(new Document("id", seen.id().toString())
                                .append("seq", 10L)
                                .append("prev", -1L)
                                .append("at", Date.from(at))));

        write(new Folded(-1, document));

        assertThat(ReadingDocument.read(documents.find(ONE).block(LIMIT))).isEqualTo(reading);
        document.remove("seen");
        assertThat(ReadingDocument.read(document).seen()).isEmpty();
    }

    @Test
    void writesABatchOfNewAndOldDocuments() {
        write(new Folded(-1, document(ONE, 3)));

        write(new Folded(3, document(ONE, 7)), new Folded(-1, document(TWO, 5)));

        assertThat(seqOf(ONE)).isEqualTo(7);
        assertThat(seqOf(TWO)).isEqualTo(5);
        write();
    }

    @Test
    void refusesToWriteOverWhatAnotherReplicaWrote() {
        write(new Folded(-1, document(ONE, 3)));
        write(new Folded(3, document(ONE, 9)));

        assertOvertaken(new Folded(3, document(ONE, 5)));
        assertOvertaken(new Folded(-1, document(ONE, 5)));
        assertOvertaken(new Folded(9, document(ONE, 11)), new Folded(-1, document(ONE, 11)));
        assertOvertaken(new Folded(4, document(TWO, 5)));

        assertThat(seqOf(ONE)).isGreaterThanOrEqualTo(9);
        assertThat(documents.find(TWO).block(LIMIT)).isNull();
    }

    private static void write(Folded... folded) {
        documents.write(List.of(folded)).block(LIMIT);
    }

    private static void assertOvertaken(Folded... folded) {
        StepVerifier.create(documents.write(List.of(folded)))
                .expectError(ViewOvertaken.class)
                .verify(LIMIT);
    }

    private static long seqOf(ConversationKey key) {
        return documents.find(key).block(LIMIT).getLong("seq");
    }

    private static Document document(ConversationKey key, long seq) {
        return new Document("_id", key.toString()).append("seq", seq);
    }
}
