package io.parley.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The figures of a run, as Markdown. */
final class Report {
    private static final double MEBIBYTE = 1 << 20;

    private final BenchmarkOptions options;
    private final List<Series.Result> results = new ArrayList<>();
    private final List<Double> passagesPerMinute = new ArrayList<>();
    private Series.@Nullable Result alone;
    private Series.@Nullable Result beside;
    private Duration untilReady = Duration.ZERO;
    private Map<String, Long> idleMemory = Map.of();
    private Map<String, Long> idleThreads = Map.of();
    private Map<String, Long> warmThreads = Map.of();
    private Map<String, Long> memoryAfterwards = Map.of();

    Report(BenchmarkOptions options) {
        this.options = options;
    }

    void ready(Duration took) {
        untilReady = took;
    }

    void idle(Map<String, Long> memory, Map<String, Long> threads) {
        idleMemory = memory;
        idleThreads = threads;
    }

    void warm(Map<String, Long> threads) {
        warmThreads = threads;
    }

    void add(Series.Result result) {
        results.add(result);
    }

    /** A round without and one beside documents, and how many passages became ready in a minute meanwhile. */
    void addDocuments(Series.Result without, Series.Result with, double perMinute) {
        alone = alone == null ? without : Series.joined(alone, without);
        beside = beside == null ? with : Series.joined(beside, with);
        passagesPerMinute.add(perMinute);
    }

    void afterwards(Map<String, Long> memory) {
        memoryAfterwards = memory;
    }

    String toMarkdown() {
        var text = new StringBuilder();
        line(
                text,
                "%d cores, JDK %s. Answers of %d chunks, one each %d ms, the first after %d ms; the questions of a round over %d ms.",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                options.chunks(),
                options.interval().toMillis(),
                options.first().toMillis(),
                options.ramp().toMillis());
        line(text, "");
        line(
                text,
                "Ready after %.1f s. Idle after the first answer: %.0f MiB (sum of PSS).",
                untilReady.toMillis() / 1000.0,
                sum(idleMemory) / MEBIBYTE);
        line(text, "");
        answers(text);
        line(text, "");
        if (alone != null && beside != null) {
            documents(text, alone, beside);
            line(text, "");
        }
        processes(text);
        return text.toString();
    }

    private void answers(StringBuilder text) {
        line(
                text,
                "| simultaneous answers | rounds | answers | no answer | chunks lost / repeated / out of order / foreign"
                        + " | other text at the end | first chunk later, ms: median / p95 / most | every chunk later, ms: median / p95 / most"
                        + " | question to model, ms: median / p95 | whole turn longer, ms: median / p95 |");
        line(text, "|---|---|---|---|---|---|---|---|---|---|");
        for (var result : results) {
            var turns = result.turns();
            var firsts = Quantiles.of(turns.stream().map(Turn::firstChunk).toList());
            var all = Quantiles.of(
                    turns.stream().flatMap(turn -> turn.everyChunk().stream()).toList());
            var ways = Quantiles.of(turns.stream().map(Turn::toTheModel).toList());
            var overheads = Quantiles.of(turns.stream().map(Turn::overhead).toList());
            line(
                    text,
                    "| %d | %d | %d | %d | %d / %d / %d / %d | %d | %.0f / %.0f / %.0f | %.0f / %.0f / %.0f | %.0f / %.0f | %.0f / %.0f |",
                    result.visitors(),
                    options.rounds(),
                    turns.size(),
                    result.failed(),
                    count(turns, Turn::lost),
                    count(turns, Turn::repeated),
                    count(turns, Turn::outOfOrder),
                    count(turns, Turn::foreign),
                    turns.stream().filter(Turn::differs).count(),
                    firsts.median(),
                    firsts.p95(),
                    firsts.most(),
                    all.median(),
                    all.p95(),
                    all.most(),
                    ways.median(),
                    ways.p95(),
                    overheads.median(),
                    overheads.p95());
        }
    }

    private void documents(StringBuilder text, Series.Result without, Series.Result with) {
        line(
                text,
                "Beside documents that are read in, rounds by turns: passages ready in a minute %s.",
                passagesPerMinute.stream().map("%.0f"::formatted).collect(Collectors.joining(", ")));
        line(text, "");
        line(
                text,
                "| %d simultaneous answers | answers | no answer | until the first chunk, without the model's time, ms: median / p95 / most | every chunk later, ms: median / p95 / most |",
                without.visitors());
        line(text, "|---|---|---|---|---|");
        for (var row : List.of(Map.entry("without", without), Map.entry("beside documents", with))) {
            var turns = row.getValue().turns();
            var waits = Quantiles.of(turns.stream().map(Turn::untilFirstChunk).toList());
            var all = Quantiles.of(
                    turns.stream().flatMap(turn -> turn.everyChunk().stream()).toList());
            line(
                    text,
                    "| %s | %d | %d | %.0f / %.0f / %.0f | %.0f / %.0f / %.0f |",
                    row.getKey(),
                    turns.size(),
                    row.getValue().failed(),
                    waits.median(),
                    waits.p95(),
                    waits.most(),
                    all.median(),
                    all.p95(),
                    all.most());
        }
    }

    private void processes(StringBuilder text) {
        var head = new StringBuilder("| process | MiB idle | MiB afterwards | threads idle | threads warm, no answer");
        var rule = new StringBuilder("|---|---|---|---|---");
        for (var result : results) {
            head.append(" | threads at ").append(result.visitors());
            rule.append("|---");
        }
        for (var result : results) {
            head.append(" | CPU ms per answer at ").append(result.visitors());
            rule.append("|---");
        }
        line(text, "%s", head.append(" |"));
        line(text, "%s", rule.append("|"));
        for (var name : idleMemory.keySet()) {
            var row = new StringBuilder("| %s | %.0f | %.0f | %d | %d"
                    .formatted(
                            name,
                            idleMemory.getOrDefault(name, 0L) / MEBIBYTE,
                            memoryAfterwards.getOrDefault(name, 0L) / MEBIBYTE,
                            idleThreads.getOrDefault(name, 0L),
                            warmThreads.getOrDefault(name, 0L)));
            for (var result : results) {
                row.append(" | ").append(result.threads().getOrDefault(name, 0L));
            }
            for (var result : results) {
                double perAnswer = result.cpuSeconds().getOrDefault(name, 0.0)
                        * 1000
                        / Math.max(1, result.turns().size());
                row.append(" | %.1f".formatted(perAnswer));
            }
            line(text, "%s", row.append(" |"));
        }
        line(text, "| all | %.0f | %.0f |", sum(idleMemory) / MEBIBYTE, sum(memoryAfterwards) / MEBIBYTE);
    }

    private static int count(List<Turn> turns, ToIntFunction<Turn> of) {
        return turns.stream().mapToInt(of).sum();
    }

    private static long sum(Map<String, Long> values) {
        return values.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(format.formatted(values)).append('\n');
    }
}
