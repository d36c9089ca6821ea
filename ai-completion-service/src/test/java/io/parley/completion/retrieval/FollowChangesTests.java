package io.parley.completion.retrieval;

import static io.parley.completion.retrieval.RetrievalFixtures.document;
import static io.parley.completion.retrieval.RetrievalFixtures.passage;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.document.DocumentKey;
import io.parley.completion.retrieval.EmbeddedDocuments.Made;
import io.parley.completion.retrieval.PassageSearch.Scope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class FollowChangesTests {

    private final InMemoryChanges changes = new InMemoryChanges();
    private final InMemoryPassages passages = new InMemoryPassages();
    private final InMemoryEmbedded embedded = new InMemoryEmbedded();
    private final ScriptedSearch search = new ScriptedSearch();
    private final AtomicInteger loads = new AtomicInteger();
    private final FollowChanges following = new FollowChanges(
            changes,
            passages,
            embedded,
            search,
            new FixedEmbeddings("m", Mono.fromSupplier(() -> new float[loads.incrementAndGet()])),
            Duration.ofMillis(20));

    @BeforeEach
    void keepOne() {
        keep(document("a"));
    }

    @AfterEach
    void stop() {
        following.stop();
    }

    private void keep(DocumentKey document) {
        passages.keep(document, List.of(passage(document, 0, "One."))).block();
        passages.keepVectors(document, List.of(new float[] {1, 0})).block();
        embedded.put(document, new Made("m", 2)).block();
    }

    private void start() {
        following.start();
        Awaitility.await().until(following::isBuilt);
    }

    @Test
    void buildsTheIndexFromAllDocumentsWithTheModelsOfTheirVectors() {
        keep(document("b"));
        embedded.remove(document("b")).block();
        assertThat(following.isBuilt()).isFalse();

        start();

        assertThat(search.entries).containsOnlyKeys(document("a"), document("b"));
        assertThat(search.entries.get(document("a")).model()).isEqualTo("m");
        assertThat(search.entries.get(document("a")).passages().getFirst().vectors())
                .hasSize(1);
        assertThat(search.entries.get(document("b")).model()).isNull();
        assertThat(search.entries.get(document("b")).passages().getFirst().vectors())
                .isEmpty();
    }

    @Test
    void loadsTheModelBeforeTheFirstQuestionWhereThereAreVectorsOfIt() {
        start();
        Awaitility.await().until(() -> loads.get() == 1);
    }

    @Test
    void loadsNoModelWhereNobodyNeedsIt() {
        embedded.put(document("a"), new Made("a provider's", 2)).block();

        start();

        Awaitility.await().during(Duration.ofMillis(100)).until(() -> loads.get() == 0);
    }

    @Test
    void letsThoseWaitThatHaveDocumentsWhileItIsBuilt() {
        var gate = Sinks.<Void>empty();
        search.gate = gate.asMono();
        var leta = following.built(new Scope("default", "leta")).toFuture();
        following.start();
        Awaitility.await().until(search.waits::get);

        StepVerifier.create(following.built(new Scope("default", "other"))).verifyComplete();
        StepVerifier.create(following.built(new Scope("other", "leta"))).verifyComplete();
        assertThat(leta).isNotDone();
        var again = following.built(new Scope("default", "leta")).toFuture();
        gate.tryEmitEmpty();

        assertThat(again).succeedsWithin(Duration.ofSeconds(5));
        StepVerifier.create(following.built(new Scope("default", "leta"))).verifyComplete();
    }

    @Test
    void keepsOutWhatIsDeletedWhileItIsBuilt() {
        var gate = Sinks.<Void>empty();
        search.gate = gate.asMono();
        following.start();
        Awaitility.await().until(search.waits::get);

        passages.delete(document("a")).block();
        search.remove(document("a")).block();
        following.tell(new PassageChange.Removed(document("a"))).block();
        gate.tryEmitEmpty();

        Awaitility.await().until(() -> following.isBuilt() && !search.has(document("a")));
    }

    @Test
    void followsWhatOthersDo() {
        start();

        keep(document("b"));
        changes.append(new PassageChange.Put(document("b"))).block();
        Awaitility.await().until(() -> search.has(document("b")));

        passages.delete(document("a")).block();
        changes.append(new PassageChange.Removed(document("a"))).block();
        Awaitility.await().until(() -> !search.has(document("a")));

        changes.append(new PassageChange.AllRemoved(new Scope("default", "leta")))
                .block();
        Awaitility.await().until(() -> !search.has(document("b")));
    }

    @Test
    void removesADocumentThatWasGoneBeforeItsChangeWasRead() {
        start();

        passages.delete(document("a")).block();
        changes.append(new PassageChange.Put(document("a"))).block();

        Awaitility.await().until(() -> !search.has(document("a")));
    }

    @Test
    void doesNotDoItsOwnAgain() {
        start();
        int before = search.puts;

        following.tell(new PassageChange.Put(document("a"))).block();
        keep(document("b"));
        changes.append(new PassageChange.Put(document("b"))).block();

        Awaitility.await().until(() -> search.has(document("b")));
        assertThat(search.puts).isEqualTo(before + 1);
    }

    @Test
    void goesOnWhenTheDatabaseIsBack() {
        start();
        changes.failNext(5);

        keep(document("b"));
        changes.append(new PassageChange.Put(document("b"))).block();

        Awaitility.await().until(() -> search.has(document("b")));
        assertThat(following.isBuilt()).isTrue();
    }

    @Test
    void readsEverythingAnewWhereChangesAreForgotten() {
        start();
        changes.failNext(1_000_000);
        keep(document("b"));
        for (int i = 0; i < 60; i++) {
            changes.append(new PassageChange.Removed(document("other"))).block();
        }
        changes.forgetAllBut(30);

        changes.failNext(0);

        Awaitility.await().until(() -> search.has(document("b")) && following.isBuilt());
    }
}
