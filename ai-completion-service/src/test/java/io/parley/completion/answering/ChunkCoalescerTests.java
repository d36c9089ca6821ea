package io.parley.completion.answering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class ChunkCoalescerTests {

    private static final Duration SPACING = Duration.ofMillis(40);

    @Test
    void givesTheFirstTokenAtOnceAndThenOnePieceEachSpacing() {
        StepVerifier.withVirtualTime(
                        () -> coalesced(Flux.just("a", "b", "c", "d", "e", "f").delayElements(Duration.ofMillis(15))))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(15))
                .expectNext("a")
                .expectNoEvent(Duration.ofMillis(39))
                .thenAwait(Duration.ofMillis(1))
                .expectNext("bc")
                .expectNoEvent(Duration.ofMillis(34))
                // The last one does not wait for its turn: the answer is whole.
                .thenAwait(Duration.ofMillis(1))
                .expectNext("def")
                .verifyComplete();
    }

    @Test
    void givesATokenAtOnceAfterASilence() {
        StepVerifier.withVirtualTime(() -> coalesced(Flux.concat(
                        Flux.just("a"), Flux.just("b").delaySequence(Duration.ofMillis(500)), Flux.<String>never())))
                .expectSubscription()
                .expectNext("a")
                .expectNoEvent(Duration.ofMillis(499))
                .thenAwait(Duration.ofMillis(1))
                .expectNext("b")
                .thenCancel()
                .verify();
    }

    @Test
    void neverCutsACharacterInTwo() {
        var smile = "\uD83D\uDE00";
        var tokens = Sinks.many().unicast().<String>onBackpressureBuffer(new java.util.ArrayDeque<>());
        StepVerifier.withVirtualTime(() -> coalesced(tokens.asFlux()))
                .expectSubscription()
                .then(() -> tokens.tryEmitNext("x" + smile.charAt(0)).orThrow())
                .expectNext("x")
                .then(() -> tokens.tryEmitNext(smile.charAt(1) + "y" + smile.charAt(0))
                        .orThrow())
                .thenAwait(SPACING)
                .expectNext(smile + "y")
                // Half a character at the very end is given as it came.
                .then(() -> tokens.tryEmitComplete().orThrow())
                .expectNext(smile.substring(0, 1))
                .verifyComplete();
    }

    @Test
    void passesAnErrorAtOnceWithoutWhatWaited() {
        var tokens = TestPublisher.<String>create();
        StepVerifier.withVirtualTime(() -> coalesced(tokens.flux()))
                .expectSubscription()
                .then(() -> tokens.next("a"))
                .expectNext("a")
                .then(() -> tokens.next("b").error(new IllegalStateException("cut")))
                .verifyErrorMessage("cut");
    }

    @Test
    void readsAheadOfASlowReaderNoFurtherThanItsBound() {
        var read = new AtomicInteger();
        var thousand = "x".repeat(1_000);
        var endless = Flux.<String>generate(sink -> {
            read.incrementAndGet();
            sink.next(thousand);
        });

        StepVerifier.create(coalesced(endless), 0)
                .expectSubscription()
                .then(() -> assertThat(read).hasValueBetween(8, 10))
                .thenRequest(1)
                .consumeNextWith(piece -> assertThat(piece).hasSizeBetween(8_000, 10_000))
                .thenCancel()
                .verify();
        assertThat(read).hasValueLessThan(21);
    }

    @Test
    void asksForTheSpacingBeforeEachPiece() {
        var spacing = new AtomicLong(40);
        StepVerifier.withVirtualTime(() -> ChunkCoalescer.coalesce(
                        Flux.interval(Duration.ofMillis(10)).map(i -> "x").onBackpressureDrop(),
                        () -> Duration.ofMillis(spacing.get()),
                        Schedulers.parallel()))
                .expectSubscription()
                .thenAwait(Duration.ofMillis(10))
                .expectNext("x")
                .then(() -> spacing.set(100))
                .thenAwait(Duration.ofMillis(40))
                .expectNextMatches(piece -> piece.length() >= 3)
                .expectNoEvent(Duration.ofMillis(99))
                .thenAwait(Duration.ofMillis(1))
                .expectNextMatches(piece -> piece.length() >= 9)
                .thenCancel()
                .verify();
    }

    @Test
    void cancelsTheTokens() {
        var tokens = TestPublisher.<String>create();
        StepVerifier.create(coalesced(tokens.flux())).thenCancel().verify();
        tokens.assertCancelled();
    }

    @Test
    void losesNothingBetweenThreads() {
        var words = new ArrayList<String>();
        for (int i = 0; i < 20_000; i++) {
            words.add(i + " ");
        }
        var joined = ChunkCoalescer.coalesce(
                        Flux.fromIterable(words).publishOn(Schedulers.boundedElastic(), 3),
                        () -> Duration.ofMillis(1),
                        Schedulers.parallel())
                .publishOn(Schedulers.single(), 1)
                .reduce(new StringBuilder(), StringBuilder::append)
                .block(Duration.ofSeconds(20));
        assertThat(joined).hasToString(String.join("", words));
    }

    private static Flux<String> coalesced(Flux<String> tokens) {
        return ChunkCoalescer.coalesce(tokens, () -> SPACING, Schedulers.parallel());
    }
}
