package io.parley.platform.log;

import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/** How far this replica's view has applied the partitions it reads at the moment, and who waits for it. */
final class ViewProgress {

    private static final class Partition {
        private final PriorityQueue<Waiter> waiters =
                new PriorityQueue<>((a, b) -> Long.compare(a.position(), b.position()));
        private long next;
        private long readyAt;
    }

    private record Waiter(long position, MonoSink<Void> sink) {}

    private final Map<Integer, Partition> owned = new ConcurrentHashMap<>();
    private volatile boolean assignedOnce;

    /** @param ends where each partition ended at this moment: the view is ready once it is there */
    void assigned(Map<Integer, Long> next, Map<Integer, Long> ends) {
        next.forEach((number, position) -> {
            var partition = new Partition();
            partition.next = position;
            partition.readyAt = ends.getOrDefault(number, 0L);
            owned.put(number, partition);
        });
        assignedOnce = true;
    }

    void revoked(Iterable<Integer> partitions) {
        for (var number : partitions) {
            var partition = owned.remove(number);
            if (partition != null) {
                // Whoever waited here finds the partition elsewhere by asking again.
                synchronized (partition) {
                    partition.waiters.forEach(waiter -> waiter.sink().error(new PartitionMoved()));
                    partition.waiters.clear();
                }
            }
        }
    }

    void applied(Map<Integer, Long> next) {
        next.forEach((number, position) -> {
            var partition = owned.get(number);
            if (partition != null) {
                synchronized (partition) {
                    partition.next = Math.max(partition.next, position);
                    while (!partition.waiters.isEmpty()
                            && partition.waiters.peek().position() <= partition.next) {
                        partition.waiters.poll().sink().success();
                    }
                }
            }
        });
    }

    /** Completes once the view has applied everything before a position; null where another replica reads it. */
    @Nullable Mono<Void> await(int number, long position) {
        var partition = owned.get(number);
        if (partition == null) {
            return null;
        }
        return Mono.<Void>create(sink -> {
                    var waiter = new Waiter(position, sink);
                    boolean there;
                    synchronized (partition) {
                        there = partition.next >= position;
                        if (!there) {
                            partition.waiters.add(waiter);
                        }
                    }
                    if (there) {
                        sink.success();
                    } else {
                        sink.onCancel(() -> {
                            synchronized (partition) {
                                partition.waiters.remove(waiter);
                            }
                        });
                    }
                })
                // The listener's thread has its next batch to apply, not the work of whoever waited.
                .publishOn(Schedulers.parallel());
    }

    /** Whether everything that stood in the log when its partitions were assigned has been applied. */
    boolean isCaughtUp() {
        return assignedOnce
                && owned.values().stream().allMatch(partition -> {
                    synchronized (partition) {
                        return partition.next >= partition.readyAt;
                    }
                });
    }

    static final class PartitionMoved extends RuntimeException {
        PartitionMoved() {
            super("the partition is read by another replica now", null, false, false);
        }
    }
}
