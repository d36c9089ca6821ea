package io.parley.completion.retrieval.mongo;

import static io.parley.completion.retrieval.RetrievalFixtures.document;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.parley.completion.retrieval.EmbeddedDocuments.Made;
import io.parley.completion.retrieval.PassageChange;
import io.parley.completion.retrieval.PassageChanges.Forgotten;
import io.parley.completion.retrieval.PassageChanges.Numbered;
import io.parley.completion.retrieval.PassageSearch.Scope;
import io.parley.testkit.Backends;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Changes and models of documents in a real database. */
class PassageChangesIT {

    private final MongoClient client = MongoClients.create(Backends.mongoUri());
    private final ReactiveMongoTemplate mongo = new ReactiveMongoTemplate(
            client, "changes-" + UUID.randomUUID().toString().substring(0, 8));
    private final MongoPassageChanges changes = new MongoPassageChanges(mongo, 50);

    @AfterEach
    void close() {
        mongo.getMongoDatabase().flatMap(database -> Mono.from(database.drop())).block();
        client.close();
    }

    @Test
    void numbersChangesFromOne() {
        assertThat(changes.newest().block()).isZero();
        assertThat(changes.after(0).block()).isEmpty();

        var all = List.of(
                new PassageChange.Put(document("a")),
                new PassageChange.Removed(document("a")),
                new PassageChange.AllRemoved(new Scope("default", "leta")));
        all.forEach(change -> changes.append(change).block());

        assertThat(changes.newest().block()).isEqualTo(3);
        assertThat(changes.after(0).block())
                .containsExactly(new Numbered(1, all.get(0)), new Numbered(2, all.get(1)), new Numbered(3, all.get(2)));
        assertThat(changes.after(2).block()).containsExactly(new Numbered(3, all.get(2)));
        assertThat(changes.after(3).block()).isEmpty();
    }

    @Test
    void leavesNoGapWhereManyWriteAtOnce() {
        var numbers = Flux.range(0, 40)
                .flatMap(
                        i -> new MongoPassageChanges(mongo, 50)
                                .append(new PassageChange.Put(document("d" + i)))
                                .subscribeOn(Schedulers.parallel()),
                        8)
                .collectSortedList()
                .block();

        assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, 40).boxed().toList());
        assertThat(changes.after(0).block()).hasSize(40);
        assertThat(changes.newest().block()).isEqualTo(40);
    }

    @Test
    void saysThatItHasForgotten() {
        for (int i = 0; i < 60; i++) {
            changes.append(new PassageChange.Put(document("d" + i))).block();
        }

        StepVerifier.create(changes.after(3)).verifyError(Forgotten.class);
        assertThat(changes.after(10).block()).hasSize(50);
        assertThat(changes.newest().block()).isEqualTo(60);
    }

    @Test
    void knowsWhoseVectorsADocumentHas() {
        var embedded = new MongoEmbeddedDocuments(mongo);
        var one = new Made("one", 384);
        var other = new Made("other", 1_536);
        embedded.put(document("a"), one).block();
        embedded.put(document("a"), other).block();
        embedded.put(document("b"), one).block();
        embedded.remove(document("b")).block();
        embedded.remove(document("c")).block();

        assertThat(embedded.find(List.of(document("a"), document("b"), document("c")))
                        .block())
                .containsExactly(Map.entry(document("a"), other));
    }
}
