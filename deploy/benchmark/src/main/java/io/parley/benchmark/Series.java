package io.parley.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Rounds in which so many visitors each ask one question, spread over the ramp; then all answers run side by side. */
final class Series implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(2);

    private final MeasuredSuite suite;
    private final BenchmarkOptions options;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    Series(MeasuredSuite suite, BenchmarkOptions options) {
        this.suite = suite;
        this.options = options;
    }

    /**
     * What came of a series.
     *
     * @param failed questions without an answer
     * @param threads of each process while most answers were running
     * @param cpuSeconds each process used, all rounds together
     */
    record Result(
            int visitors, List<Turn> turns, int failed, Map<String, Long> threads, Map<String, Double> cpuSeconds) {}

    /** The same visitors of two series, as one. */
    static Result joined(Result one, Result other) {
        var turns = new ArrayList<>(one.turns);
        turns.addAll(other.turns);
        var threads = new LinkedHashMap<>(one.threads);
        other.threads.forEach((name, count) -> threads.merge(name, count, Math::max));
        var seconds = new LinkedHashMap<>(one.cpuSeconds);
        other.cpuSeconds.forEach((name, used) -> seconds.merge(name, used, Double::sum));
        return new Result(one.visitors, turns, one.failed + other.failed, threads, seconds);
    }

    Result run(List<Visitor> visitors, int rounds) throws IOException, InterruptedException {
        var turns = new ArrayList<Turn>();
        var threads = new LinkedHashMap<String, Long>();
        int failed = 0;
        var before = cpu();
        for (int round = 0; round < rounds; round++) {
            var running = ask(visitors);
            pause(options.ramp().plus(options.first()));
            for (var process : suite.processes().entrySet()) {
                threads.merge(process.getKey(), process.getValue().threads(), Math::max);
            }
            for (var turn : running) {
                try {
                    turns.add(turn.join());
                } catch (CompletionException noAnswer) {
                    System.err.println("  no answer: " + noAnswer.getCause());
                    failed++;
                }
            }
            pause(BETWEEN_ROUNDS);
        }
        var used = cpu();
        used.replaceAll((name, seconds) -> seconds - before.getOrDefault(name, 0.0));
        return new Result(visitors.size(), turns, failed, threads, used);
    }

    private List<CompletableFuture<Turn>> ask(List<Visitor> visitors) {
        var limit = options.first()
                .plus(options.interval().multipliedBy(options.chunks()))
                .plus(GRACE);
        var running = new ArrayList<CompletableFuture<Turn>>();
        for (int i = 0; i < visitors.size(); i++) {
            var visitor = visitors.get(i);
            var answer = new CompletableFuture<Turn>();
            running.add(answer);
            var _ = clock.schedule(
                    () -> ask(visitor, limit, answer),
                    options.ramp().toNanos() * i / visitors.size(),
                    TimeUnit.NANOSECONDS);
        }
        return running;
    }

    private void ask(Visitor visitor, Duration limit, CompletableFuture<Turn> answer) {
        var _ = visitor.asks(new Turn(options), limit).whenComplete((turn, failure) -> {
            if (failure == null) {
                answer.complete(turn);
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }

    private Map<String, Double> cpu() throws IOException {
        var seconds = new LinkedHashMap<String, Double>();
        for (var process : suite.processes().entrySet()) {
            seconds.put(process.getKey(), process.getValue().cpuSeconds());
        }
        return seconds;
    }

    static void pause(Duration length) throws InterruptedException {
        var _ = new CountDownLatch(1).await(length.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
