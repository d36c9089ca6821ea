package io.parley.completion.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.completion.document.OpenDocuments.Task;
import io.parley.completion.document.OpenDocuments.Work;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** What becomes of a document whose process dies at any call, or that is deleted at any. */
class CutOffTests {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MORE_THAN_ANY = 40;

    private static final DocumentProperties PROPERTIES =
            new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate("none", DocumentProperties.class);

    @Test
    void goesOnWithProcessingWhereverItWasCutOff() {
        int deaths = 0;
        for (int calls = 0; calls < MORE_THAN_ANY; calls++) {
            var shelf = Shelf.withReceived("Send it back.");
            shelf.diesAfter(calls);
            work(shelf);
            deaths += shelf.hasDied() ? 1 : 0;
            shelf.livesAgain();
            work(shelf);

            assertThat(shelf.document().status()).as("after %d calls", calls).isEqualTo(DocumentStatus.READY);
            assertThat(shelf.searchable()).hasSize(1);
            assertThat(shelf.hasFile()).isFalse();
            assertThat(shelf.task()).isNull();
        }
        assertThat(deaths).isGreaterThan(5);
    }

    @Test
    void goesOnWithDeletingWhereverItWasCutOff() {
        int deaths = 0;
        for (int calls = 1; calls < MORE_THAN_ANY; calls++) {
            var shelf = Shelf.withReceived("Send it back.");
            work(shelf);
            shelf.diesAfter(calls);
            var deleted = removing(shelf).remove(Shelf.KEY).onErrorReturn(false).block(PATIENCE);
            boolean isHidden = shelf.document().name().isEmpty();
            if (deleted) {
                assertThat(shelf.searchable()).isEmpty();
                assertThat(isHidden).isTrue();
            }
            work(shelf);
            deaths += shelf.hasDied() ? 1 : 0;
            shelf.livesAgain();
            work(shelf);

            // Begun is done; before that nothing has changed.
            assertThat(shelf.isEmpty()).as("after %d calls", calls).isEqualTo(calls > 1);
        }
        assertThat(deaths).isGreaterThan(5);
    }

    @Test
    void isNotFoundWhenItWasDeletedMeanwhile() {
        for (int step = 0; step < 2; step++) {
            var shelf = Shelf.withReceived("Send it back.");
            boolean duringIndexing = step == 1;
            var removal = removing(shelf).remove(Shelf.KEY);
            var index = new PassageIndex() {
                @Override
                public Mono<Void> add(DocumentKey document, List<Passage> passages) {
                    return shelf.index
                            .add(document, passages)
                            .then(Mono.defer(() -> duringIndexing ? removal.then() : Mono.empty()));
                }

                @Override
                public Mono<Void> remove(DocumentKey document) {
                    return shelf.index.remove(document);
                }

                @Override
                public Mono<Void> removeAll(String tenant, String chatbotId) {
                    return Mono.empty();
                }
            };
            var parser = new TextParser(duringIndexing ? Mono.empty() : removal.then());

            processing(shelf, index, parser).process(Shelf.KEY).block(PATIENCE);
            shelf.open.finish(new Work(Shelf.KEY, Task.PROCESS, 1)).block(PATIENCE);

            assertThat(shelf.searchable()).isEmpty();
            assertThat(shelf.task()).isEqualTo(Task.DELETE);
            work(shelf);
            assertThat(shelf.isEmpty()).isTrue();
        }
    }

    @Test
    void leavesNothingOfAnUploadWhoseReceiverDied() {
        for (int calls = 0; calls < MORE_THAN_ANY; calls++) {
            var shelf = new Shelf();
            var key = Shelf.KEY;
            var incoming = new IncomingDocument(
                    key,
                    "a.txt",
                    PROPERTIES.largest().toBytes(),
                    shelf.documents,
                    shelf.files,
                    shelf.open,
                    Clock.systemUTC());
            var pieces = Flux.range(0, 5)
                    .map(number -> ("Text " + number + ". ").repeat(80_000))
                    .map(text -> text.getBytes(StandardCharsets.UTF_8));
            shelf.diesAfter(calls);
            var received = pieces.concatMap(incoming::take, 1)
                    .then(Mono.defer(incoming::end))
                    .onErrorComplete()
                    .block(PATIENCE);
            boolean died = shelf.hasDied();
            shelf.livesAgain();
            work(shelf);

            // What was promised is kept; what is left of the rest is nothing, or a whole document.
            if (received != null || shelf.document() != null) {
                assertThat(shelf.document().status()).isEqualTo(DocumentStatus.READY);
                assertThat(shelf.hasFile()).isFalse();
                assertThat(shelf.task()).isNull();
            } else {
                assertThat(shelf.isEmpty()).as("after %d calls", calls).isTrue();
            }
            if (!died) {
                assertThat(calls).isGreaterThan(5);
                return;
            }
        }
    }

    @Test
    void goesAfterAChatbotThatWasDeletedWhileItCameIn() {
        for (var task : List.of(Task.PROCESS, Task.RECEIVE)) {
            var shelf = Shelf.withReceived("Send it back.");
            shelf.open.finish(new Work(Shelf.KEY, Task.PROCESS, 1)).block(PATIENCE);
            (task == Task.PROCESS ? shelf.open.received(Shelf.KEY) : shelf.open.receiving(Shelf.KEY)).block(PATIENCE);

            work(shelf, false);

            assertThat(shelf.isEmpty()).as(task.name()).isTrue();
        }
    }

    private static void work(Shelf shelf) {
        work(shelf, true);
    }

    /** One round of whoever lives, as {@link DocumentRounds} has it. */
    private static void work(Shelf shelf, boolean hasChatbot) {
        var removing = removing(shelf);
        var processing = processing(shelf, shelf.index, new TextParser(Mono.empty()));
        var rounds = new DocumentRounds(
                shelf.open,
                _ -> Mono.just(hasChatbot),
                shelf.documents,
                shelf.files,
                processing,
                removing,
                new DocumentMetrics(new SimpleMeterRegistry()),
                PROPERTIES,
                Sinks.many().multicast().directBestEffort());
        rounds.sweep().onErrorComplete().block(PATIENCE);
    }

    private static ProcessDocument processing(Shelf shelf, PassageIndex index, DocumentParser parser) {
        return new ProcessDocument(
                shelf.documents,
                shelf.files,
                shelf.passages,
                index,
                parser,
                new DocumentMetrics(new SimpleMeterRegistry()),
                PROPERTIES,
                Schedulers.immediate());
    }

    private static RemoveDocument removing(Shelf shelf) {
        return new RemoveDocument(shelf.documents, shelf.files, shelf.passages, shelf.index, shelf.open, () -> {});
    }

    /** Reads text, after something has happened. */
    private record TextParser(Mono<Void> before) implements DocumentParser {

        @Override
        public void expect(String tenant) {
            // is always there
        }

        @Override
        public Mono<List<Block>> parse(String tenant, DocumentKind kind, Flux<byte[]> file) {
            return before.thenMany(file)
                    .map(piece -> new Block(0, 0, new String(piece, StandardCharsets.UTF_8)))
                    .collectList();
        }
    }
}
