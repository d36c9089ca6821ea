package io.parley.local.demo;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An answer as it is going to be given: its pieces and when each is due. Times are counted from the request's arrival and the
 * first piece, so that lateness of one piece does not add to the next.
 */
record Performance(int length, Duration first, Duration interval, IntFunction<String> piece) {
    private static final Duration THINKING = Duration.ofMillis(150);
    private static final Duration BETWEEN_WORDS = Duration.ofMillis(40);

    static Performance of(CompletionRequest request, long arrivedAt) {
        var question = request.question().map(CompletionRequest.Turn::text).orElse("");
        return LoadDirective.in(question)
                .map(directive -> directive.performance(arrivedAt))
                .orElseGet(() -> spoken(DemoReply.to(request)));
    }

    private static Performance spoken(List<String> words) {
        return new Performance(words.size(), THINKING, BETWEEN_WORDS, words::get);
    }

    Flux<String> pieces() {
        var pieces = interval.isZero() ? Flux.range(0, length).map(piece::apply) : paced();
        return first.isZero() ? pieces : pieces.delaySubscription(first);
    }

    private Flux<String> paced() {
        return Flux.defer(() -> {
            long startedAt = System.nanoTime();
            return Flux.range(0, length)
                    .concatMap(index -> due(startedAt, index).thenReturn(index).map(piece::apply), 1);
        });
    }

    private Mono<Long> due(long startedAt, int index) {
        long wait = startedAt + index * interval.toNanos() - System.nanoTime();
        return wait <= 0 ? Mono.just(0L) : Mono.delay(Duration.ofNanos(wait));
    }
}
