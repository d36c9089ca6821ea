package io.parley.completion.retrieval.langchain4j;

import io.parley.completion.retrieval.EmbeddingFailed;
import io.parley.completion.retrieval.EmbeddingFailed.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * A few threads for work that takes a core for some milliseconds, with two queues: of questions, which somebody waits
 * for, and of passages, which are only taken while no question waits, and only for a share of the time. Nobody's
 * priority but this order counts: Linux does not look at the priority of a Java thread.
 */
final class TwoLanes implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Task<?>> questions = new ArrayDeque<>();
    private final Queue<Task<?>> passages = new ArrayDeque<>();
    private final List<Thread> threads = new ArrayList<>();
    private final int count;
    private final int room;
    private final double share;
    private long passagesFrom = System.nanoTime();
    private boolean closed;

    /**
     * @param room how many tasks wait in each queue; further ones are refused
     * @param share how much of a thread's time passages get, from 0 to 1
     */
    TwoLanes(int threads, int room, double share) {
        this.count = threads;
        this.room = room;
        this.share = share;
    }

    private record Task<T>(Callable<T> work, MonoSink<T> sink) {

        void run() {
            try {
                sink.success(work.call());
            } catch (Exception | LinkageError e) {
                sink.error(e);
            }
        }
    }

    <T> Mono<T> question(Callable<T> work) {
        return queued(questions, work);
    }

    <T> Mono<T> passage(Callable<T> work) {
        return queued(passages, work);
    }

    private <T> Mono<T> queued(Queue<Task<?>> lane, Callable<T> work) {
        return Mono.create(sink -> {
            var task = new Task<>(work, sink);
            if (offer(lane, task)) {
                // Whoever does not want it any more makes room for others; what has begun goes on to its end.
                sink.onDispose(() -> withdraw(lane, task));
            } else {
                sink.error(new EmbeddingFailed(Reason.BUSY, room + " texts are waiting"));
            }
        });
    }

    private boolean offer(Queue<Task<?>> lane, Task<?> task) {
        lock.lock();
        try {
            if (closed || lane.size() >= room) {
                return false;
            }
            lane.add(task);
            if (threads.size() < count) {
                threads.add(Thread.ofPlatform()
                        .name("embedding-" + threads.size())
                        .daemon()
                        .start(this::work));
            }
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void withdraw(Queue<Task<?>> lane, Task<?> task) {
        lock.lock();
        try {
            lane.remove(task);
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        try {
            for (var task = next(); task != null; task = next()) {
                long begunAt = System.nanoTime();
                task.run();
                rest(System.nanoTime() - begunAt);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Only passages are held back; so what a question took counts as well. */
    private void rest(long worked) {
        lock.lock();
        try {
            passagesFrom = System.nanoTime() + (long) (worked * (1 / share - 1));
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Task<?> next() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                var question = questions.poll();
                if (question != null) {
                    return question;
                }
                long wait = passagesFrom - System.nanoTime();
                var passage = wait <= 0 ? passages.poll() : null;
                if (passage != null) {
                    return passage;
                }
                if (passages.isEmpty()) {
                    changed.await();
                } else {
                    var _ = changed.await(wait, TimeUnit.NANOSECONDS);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        List<Task<?>> left;
        lock.lock();
        try {
            closed = true;
            left = new ArrayList<>(questions);
            left.addAll(passages);
            questions.clear();
            passages.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(task -> task.sink().error(new EmbeddingFailed(Reason.BUSY, "the process ends")));
    }
}
