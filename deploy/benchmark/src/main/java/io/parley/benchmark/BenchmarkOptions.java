package io.parley.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What is to be measured.
 *
 * @param root the repository, built
 * @param data the data directory of the measured suite; kept, so that the next run finds its start caches
 * @param visitors how many ask at the same time, one series of rounds for each number
 * @param rounds in a series; the figures are those of all rounds together
 * @param ramp the time over which the questions of a round are asked
 * @param documents how many ask while documents are read in, and as many while none are; 0 for neither
 */
record BenchmarkOptions(
        Path root,
        Path data,
        int port,
        List<Integer> visitors,
        int rounds,
        int chunks,
        Duration interval,
        Duration first,
        Duration ramp,
        int documents) {
    static final String USAGE = """
            usage: java -jar deploy/benchmark/target/parley-benchmark.jar [options]

              Starts the suite as ./parley up does, on ports and in a directory of its own, and measures it.
              The result is Markdown on standard output; what is going on is told on standard error.

              --root DIR           the repository, built (.)
              --data DIR           data directory of the measured suite (ROOT/.parley/benchmark)
              --port N             its gateway's port (28080)
              --visitors N[,N...]  simultaneous answers, a series of rounds for each (50,100,200)
              --rounds N           rounds in a series (3)
              --chunks N           of each answer (50)
              --interval MS        between two chunks (40)
              --first MS           before the first (200)
              --ramp MS            over which the questions of a round are asked (2000)
              --documents N        simultaneous answers beside documents that are read in, and as many without (none)
            """;

    BenchmarkOptions {
        visitors = List.copyOf(visitors);
    }

    /** A wrong argument is an {@link IllegalArgumentException} with a message for the terminal. */
    static BenchmarkOptions parse(String[] arguments) {
        var options = new BenchmarkOptions(
                Path.of(""),
                Path.of(""),
                28_080,
                List.of(50, 100, 200),
                3,
                50,
                Duration.ofMillis(40),
                Duration.ofMillis(200),
                Duration.ofSeconds(2),
                0);
        for (int at = 0; at < arguments.length; at += 2) {
            if (at + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[at] + " needs a value.");
            }
            options = options.with(arguments[at], arguments[at + 1]);
        }
        return options.complete();
    }

    private BenchmarkOptions with(String name, String value) {
        return switch (name) {
            case "--root" ->
                new BenchmarkOptions(
                        Path.of(value), data, port, visitors, rounds, chunks, interval, first, ramp, documents);
            case "--data" ->
                new BenchmarkOptions(
                        root, Path.of(value), port, visitors, rounds, chunks, interval, first, ramp, documents);
            case "--port" ->
                new BenchmarkOptions(
                        root, data, number(name, value), visitors, rounds, chunks, interval, first, ramp, documents);
            case "--visitors" ->
                new BenchmarkOptions(
                        root, data, port, numbers(name, value), rounds, chunks, interval, first, ramp, documents);
            case "--rounds" ->
                new BenchmarkOptions(
                        root, data, port, visitors, number(name, value), chunks, interval, first, ramp, documents);
            case "--chunks" ->
                new BenchmarkOptions(
                        root, data, port, visitors, rounds, number(name, value), interval, first, ramp, documents);
            case "--interval" ->
                new BenchmarkOptions(
                        root, data, port, visitors, rounds, chunks, millis(name, value), first, ramp, documents);
            case "--first" ->
                new BenchmarkOptions(
                        root, data, port, visitors, rounds, chunks, interval, millis(name, value), ramp, documents);
            case "--ramp" ->
                new BenchmarkOptions(
                        root, data, port, visitors, rounds, chunks, interval, first, millis(name, value), documents);
            case "--documents" ->
                new BenchmarkOptions(
                        root, data, port, visitors, rounds, chunks, interval, first, ramp, number(name, value));
            default -> throw new IllegalArgumentException("there is no option " + name + ".");
        };
    }

    private BenchmarkOptions complete() {
        var repository = root.toAbsolutePath().normalize();
        var directory = data.toString().isEmpty() ? repository.resolve(".parley/benchmark") : data.toAbsolutePath();
        return new BenchmarkOptions(
                repository, directory, port, visitors, rounds, chunks, interval, first, ramp, documents);
    }

    private static List<Integer> numbers(String name, String value) {
        return Arrays.stream(value.split(",", -1))
                .map(item -> number(name, item))
                .toList();
    }

    private static Duration millis(String name, String value) {
        return Duration.ofMillis(number(name, value));
    }

    private static int number(String name, String value) {
        try {
            int number = Integer.parseInt(value.strip());
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // said below
        }
        throw new IllegalArgumentException(name + ": '" + value + "' is not a number above 0.");
    }
}
