package io.parley.escalation.floor;

import io.parley.events.log.ConversationKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells visitors who wait where they stand: at once when they came into the queue, and when their position has changed,
 * at most once in five seconds. Of replicas that look at the same time, the one that notes it first tells it.
 */
public final class QueueSignals implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(QueueSignals.class);

    static final Duration AT_MOST_EVERY = Duration.ofSeconds(5);

    private static final Duration TICK = Duration.ofMillis(100);

    /** Every so many ticks the whole queue is looked at. */
    private static final int SWEEP = 20;

    /** Nobody further back is told: it is the front of a queue that moves. */
    private static final int FRONT = 200;

    /** Those who came while as many wait to be told are told by the next sweep. */
    private static final int NEW = 1_000;

    private final OpenWork openWork;
    private final FloorEvents events;
    private final Clock clock;
    private final Queue<ConversationKey> raised = new ArrayBlockingQueue<>(NEW);

    private @Nullable Disposable running;

    public QueueSignals(OpenWork openWork, FloorEvents events, Clock clock) {
        this.openWork = openWork;
        this.events = events;
        this.clock = clock;
    }

    void start() {
        running = Flux.interval(TICK)
                .onBackpressureDrop()
                .concatMap(tick -> tick(tick).onErrorResume(QueueSignals::later), 1)
                .subscribe();
    }

    /** Somebody has come into the queue. Never waits. */
    void raised(ConversationKey key) {
        var _ = raised.offer(key);
    }

    private Mono<Void> tick(long tick) {
        return tellNew().then(Mono.defer(() -> tick % SWEEP == 0 ? sweep() : Mono.empty()));
    }

    Mono<Void> tellNew() {
        return Mono.fromSupplier(raised::poll)
                .repeat(() -> !raised.isEmpty())
                .concatMap(key -> Mono.zip(openWork.waiting(key), openWork.queuePosition(key))
                        .filter(found -> found.getT2().isPresent())
                        .flatMap(found -> tell(found.getT1(), found.getT2().getAsLong())))
                .then();
    }

    Mono<Void> sweep() {
        return openWork.forgetGone(clock.instant().minus(AT_MOST_EVERY))
                .thenMany(openWork.tenants())
                .concatMap(this::sweep)
                .then();
    }

    private Mono<Void> sweep(String tenant) {
        return openWork.queue(tenant, FRONT)
                .flatMapMany(front -> Flux.fromStream(IntStream.range(0, front.size())
                        .mapToObj(i -> Mono.defer(() -> tell(front.get(i), i + 1)))))
                .concatMap(telling -> telling)
                .then();
    }

    private Mono<Void> tell(Waiting waiting, long position) {
        var now = clock.instant();
        if (!waiting.isDue(position, now, AT_MOST_EVERY)) {
            return Mono.empty();
        }
        return openWork.telling(waiting, position, now)
                .filter(noted -> noted)
                .flatMap(_ -> events.publishPosition(waiting.key(), position));
    }

    private static Mono<Void> later(Throwable failure) {
        log.warn("Visitors who wait are not told where they stand: {}", failure.toString());
        return Mono.empty();
    }

    @Override
    public void close() {
        if (running != null) {
            running.dispose();
        }
    }
}
