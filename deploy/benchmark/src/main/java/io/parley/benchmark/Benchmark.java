package io.parley.benchmark;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Starts the suite, measures it, and prints what it found as Markdown. Without assertions: a figure is a figure. */
public final class Benchmark {
    private static final int WRONG_USE = 2;
    private static final int WARM_UP_VISITORS = 100;
    private static final int WARM_UP_ROUNDS = 2;
    private static final Duration IDLE = Duration.ofSeconds(15);
    private static final Duration BEFORE_ASKING = Duration.ofSeconds(2);

    private Benchmark() {}

    static void main(String[] arguments) throws InterruptedException {
        if (Arrays.asList(arguments).contains("--help")) {
            System.out.print(BenchmarkOptions.USAGE);
            return;
        }
        try {
            System.out.print(measure(BenchmarkOptions.parse(arguments)));
        } catch (IllegalArgumentException wrongUse) {
            System.err.println("parley benchmark: " + wrongUse.getMessage());
            System.err.print(BenchmarkOptions.USAGE);
            System.exit(WRONG_USE);
        } catch (IOException failure) {
            System.err.println("parley benchmark: " + failure.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    private static String measure(BenchmarkOptions options) throws IOException, InterruptedException {
        var report = new Report(options);
        try (var suite = MeasuredSuite.start(options);
                var http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                var series = new Series(suite, options)) {
            report.ready(suite.untilReady());
            var visitors = new ArrayList<Visitor>();
            try {
                come(visitors, 1, http, suite);
                series.run(visitors, 1);
                say("Idle for %d s", IDLE.toSeconds());
                Series.pause(IDLE);
                report.idle(memory(suite), threads(suite));

                come(visitors, Math.max(WARM_UP_VISITORS, most(options)), http, suite);
                say("Warming up");
                series.run(visitors.subList(0, Math.min(WARM_UP_VISITORS, visitors.size())), WARM_UP_ROUNDS);
                report.warm(threads(suite));
                for (int count : options.visitors()) {
                    say("%d visitors, %d rounds", count, options.rounds());
                    report.add(series.run(visitors.subList(0, count), options.rounds()));
                }
                if (options.documents() > 0) {
                    beside(visitors.subList(0, options.documents()), http, suite, series, options, report);
                }
                report.afterwards(memory(suite));
            } finally {
                visitors.forEach(Visitor::close);
            }
        }
        return report.toMarkdown();
    }

    /** Rounds without and with documents by turns, so that both see the same machine. */
    private static void beside(
            List<Visitor> visitors,
            HttpClient http,
            MeasuredSuite suite,
            Series series,
            BenchmarkOptions options,
            Report report)
            throws IOException, InterruptedException {
        var token = suite.adminToken();
        for (int round = 0; round < options.rounds(); round++) {
            try (var documents = new ReadIn(http, suite.gateway(), Visitor.CHATBOT, token)) {
                say("Documents, round %d", round + 1);
                documents.warmUp();
                var without = series.run(visitors, 1);
                documents.start();
                Series.pause(BEFORE_ASKING);
                var with = series.run(visitors, 1);
                report.addDocuments(without, with, documents.stop());
            }
        }
    }

    private static int most(BenchmarkOptions options) {
        return IntStream.concat(
                        options.visitors().stream().mapToInt(Integer::intValue), IntStream.of(options.documents()))
                .max()
                .orElse(0);
    }

    private static void come(List<Visitor> visitors, int count, HttpClient http, MeasuredSuite suite)
            throws IOException, InterruptedException {
        while (visitors.size() < count) {
            visitors.add(Visitor.of(http, suite.gateway()));
        }
    }

    private static Map<String, Long> memory(MeasuredSuite suite) throws IOException {
        var pss = new LinkedHashMap<String, Long>();
        for (var process : suite.processes().entrySet()) {
            pss.put(process.getKey(), process.getValue().pss());
        }
        return pss;
    }

    private static Map<String, Long> threads(MeasuredSuite suite) throws IOException {
        var threads = new LinkedHashMap<String, Long>();
        for (var process : suite.processes().entrySet()) {
            threads.put(process.getKey(), process.getValue().threads());
        }
        return threads;
    }

    private static void say(String format, Object... values) {
        System.err.println(format.formatted(values));
    }
}
