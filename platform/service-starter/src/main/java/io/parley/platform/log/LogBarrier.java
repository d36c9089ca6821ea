package io.parley.platform.log;

import io.parley.events.log.ConversationKey;
import io.parley.platform.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Makes a read show everything that was acknowledged before it began, on every replica: it waits until this service's
 * view has applied the conversation's partition up to where the log ended when the read came in. Neighbours' later
 * traffic is never waited for.
 *
 * <p>To be awaited before every read of conversation data, and before every 404 or 403 that rests on a view; a yes
 * needs none.
 */
public final class LogBarrier {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** How often a replica that does not read the partition looks where its reader is, while somebody waits. */
    private static final Duration LOOK = Duration.ofMillis(5);

    private final EndOffsets ends;
    private final ViewProgress progress;

    private final LogTopology topology;

    /** Shared by all who wait: a database that is behind is not asked more often the more wait for it. */
    private final Flux<Map<Integer, Long>> looks;

    LogBarrier(EndOffsets ends, ViewProgress progress, ViewPositions positions, LogTopology topology) {
        this.ends = ends;
        this.progress = progress;
        this.topology = topology;
        this.looks = Mono.defer(positions::positions)
                .repeatWhen(done -> done.delayElements(LOOK))
                .share();
    }

    /** Completes when the view is there; fails with the problem {@code view_behind} after two seconds. */
    public Mono<Void> await(ConversationKey conversation) {
        return awaitPartition(conversation.partition(topology.partitions()));
    }

    /**
     * Completes when this replica's own reader of the log is there, whatever the view has applied: for what is shown as
     * it is read. Fails as {@link #await(ConversationKey)} does.
     */
    public Mono<Void> await(ConversationKey conversation, TopicReader reader) {
        int partition = conversation.partition(topology.partitions());
        return ends.end(partition)
                .flatMap(end -> reader.await(partition, end))
                .timeout(LIMIT)
                .onErrorMap(_ -> Problem.viewBehind());
    }

    /** The same for a read that rests on every conversation, a list for example. */
    public Mono<Void> awaitAll() {
        return ends.all()
                .flatMap(all -> Mono.defer(() -> allReached(all))
                        .retryWhen(Retry.max(3).filter(ViewProgress.PartitionMoved.class::isInstance)))
                .timeout(LIMIT)
                .onErrorMap(_ -> Problem.viewBehind());
    }

    private Mono<Void> awaitPartition(int partition) {
        return ends.end(partition)
                .flatMap(end -> Mono.defer(() -> reached(partition, end))
                        .retryWhen(Retry.max(3).filter(ViewProgress.PartitionMoved.class::isInstance)))
                .timeout(LIMIT)
                .onErrorMap(_ -> Problem.viewBehind());
    }

    private Mono<Void> reached(int partition, long end) {
        var here = progress.await(partition, end);
        return here != null ? here : elsewhere(Map.of(partition, end));
    }

    private Mono<Void> allReached(Map<Integer, Long> all) {
        var here = new ArrayList<Mono<Void>>();
        var elsewhere = new HashMap<Integer, Long>();
        all.forEach((partition, end) -> {
            var own = progress.await(partition, end);
            if (own != null) {
                here.add(own);
            } else {
                elsewhere.put(partition, end);
            }
        });
        return Mono.when(here).then(elsewhere(elsewhere));
    }

    /** All of them with each look, however many partitions others read; where nothing was ever written none is needed. */
    private Mono<Void> elsewhere(Map<Integer, Long> wanted) {
        if (wanted.values().stream().allMatch(end -> end == 0)) {
            return Mono.empty();
        }
        return looks.filter(next -> wanted.entrySet().stream()
                        .allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue()))
                .next()
                // Who comes just as the last one leaves is told that nobody looks any more: then it looks itself.
                .retryWhen(Retry.indefinitely().filter(CancellationException.class::isInstance))
                .then();
    }
}
