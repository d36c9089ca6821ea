package io.parley.e2e.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/** Many things at a time. */
final class Together {
    private Together() {}

    /** As many as there are, a few at a time; the outcomes in the order of the works. */
    static <T> List<T> run(int atATime, List<Callable<T>> works) {
        var places = new Semaphore(atATime);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<Future<T>>();
            for (var work : works) {
                futures.add(threads.submit(() -> {
                    places.acquire();
                    try {
                        return work.call();
                    } finally {
                        places.release();
                    }
                }));
            }
            var outcomes = new ArrayList<T>();
            for (var future : futures) {
                outcomes.add(future.get());
            }
            return outcomes;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        }
    }

    /** All of them, begun at one moment. */
    static <T> List<T> atOnce(List<Callable<T>> works) {
        var start = new CyclicBarrier(works.size());
        return run(
                works.size(),
                IntStream.range(0, works.size())
                        .<Callable<T>>mapToObj(i -> () -> {
                            start.await();
                            return works.get(i).call();
                        })
                        .toList());
    }
}
