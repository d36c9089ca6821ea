package io.parley.e2e.ledger;

import io.parley.e2e.ledger.check.Expectation;
import io.parley.e2e.ledger.client.LedgerClient;
import io.parley.e2e.ledger.client.Pause;
import io.parley.e2e.ledger.client.Talk;
import io.parley.e2e.ledger.suite.LedgerSuite;
import io.parley.e2e.ledger.suite.ProcessMemory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * One conversation says much, nearly a megabyte a second to each of its readers; one of them never reads. It is closed, and the
 * others do not notice: compared with the same without it.
 */
final class SlowReaderScenario implements Scenario {
    private static final String LOUD = "\uD83E\uDD9C".repeat(900);
    private static final int FAST_READERS = 3;
    private static final int QUIET_ROOMS = 10;
    private static final int MOST_WITHOUT_RECEIPT = 32;
    private static final long BETWEEN_MILLIS = 5;
    private static final int QUEUE = 256;
    private static final int TOO_SLOW = 4408;
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(10);

    @Override
    public void run(LedgerSuite suite, LedgerOptions options, RandomGenerator random, Report report) {
        var seconds = Duration.ofSeconds(options.number("seconds"));
        // The first minute is slower than all that follow.
        phase(suite, seconds, false, random, new Report());
        double without = phase(suite, seconds, false, random, report);
        double with = phase(suite, seconds, true, random, report);
        report.figure(
                "slow-reader",
                "the others' p99 from saying to being shown: %.0f ms without it, %.0f ms with it (%+.0f %%)",
                without,
                with,
                100 * (with - without) / without);
    }

    private static double phase(
            LedgerSuite suite, Duration length, boolean withSlowOne, RandomGenerator random, Report report) {
        var crowds = List.of(
                new Crowd(Crowd.Kind.PEOPLE, 1, 1, FAST_READERS, new Talk(1, 1_000, 0)),
                new Crowd(Crowd.Kind.PEOPLE, QUIET_ROOMS, 1, 1, new Talk(2, 400, 0)));
        var ends = new CopyOnWriteArrayList<SlowReader.End>();
        var isOver = new AtomicBoolean();
        var rate = new double[1];
        var memory = new double[2];
        memory[0] = ProcessMemory.of(suite.process("chat-session"));
        var outcome = new Round(suite, crowds, random)
                .run(withSlowOne ? "beside a slow reader" : "without a slow reader", 0, clients -> {
                    var loud = clients.getFirst();
                    if (withSlowOne) {
                        Thread.ofVirtual().start(() -> sit(suite, loud, ends, isOver::get, report));
                    }
                    rate[0] = talkLoudly(loud, length);
                    isOver.set(true);
                });
        memory[1] = ProcessMemory.of(suite.process("chat-session"));
        report.add(outcome);
        report.figure(
                "slow-reader",
                "%s: %.0f messages/s, %.2f MB/s to each reader; shown after %s; chat-session %.0f MiB before, %.0f MiB"
                        + " afterwards",
                outcome.fault(),
                rate[0],
                rate[0] * LOUD.length() * 2 / 1e6,
                outcome.figures().deliveries,
                memory[0],
                memory[1]);
        ends.forEach(end -> told(end, rate[0], report));
        if (withSlowOne && ends.isEmpty()) {
            report.failure("slow-reader: never closed in %d s", length.toSeconds());
        }
        return outcome.figures().deliveries.quantile(0.99);
    }

    /** Closed and back again, like a client that hangs whenever it comes. */
    private static void sit(
            LedgerSuite suite, LedgerClient loud, List<SlowReader.End> ends, BooleanSupplier isOver, Report report) {
        var gateway = suite.direct();
        var agent = "slow-" + loud.conversation();
        var path = "/ws/chat/%s/%s".formatted(loud.conversation(), agent);
        var ports = Set.of(
                gateway.address().getPort(), gateway.address().getPort() + 1, suite.balancerPort("chat-session"));
        while (!isOver.getAsBoolean()) {
            try {
                SlowReader.sitThrough(gateway, gateway.token(agent, "agent"), path, ports, isOver)
                        .ifPresent(ends::add);
            } catch (IOException failure) {
                report.failure("slow-reader: %s", failure);
                return;
            }
        }
    }

    private static double talkLoudly(LedgerClient loud, Duration length) {
        long from = System.nanoTime();
        int said = 0;
        while (System.nanoTime() - from < length.toNanos()) {
            if (loud.unacknowledged() < MOST_WITHOUT_RECEIPT) {
                loud.say(LOUD + said++, new Expectation.None());
            }
            Pause.ofMillis(BETWEEN_MILLIS);
        }
        return said * 1e9 / (System.nanoTime() - from);
    }

    /** Its queue is full so many messages after the network between has taken all it takes. */
    private static void told(SlowReader.End end, double rate, Report report) {
        var full = end.untilStuck().plusMillis((long) (1000 * QUEUE / rate));
        var late = end.untilClosed().minus(full);
        report.figure(
                "slow-reader",
                "code %d, closed %.1f s after it came: the network between had taken all it takes after %.1f s,"
                        + " its queue was full by %.1f s",
                end.code(),
                end.untilClosed().toMillis() / 1e3,
                end.untilStuck().toMillis() / 1e3,
                full.toMillis() / 1e3);
        if (end.code() != TOO_SLOW) {
            report.failure("slow-reader: closed with %d", end.code());
        }
        if (late.compareTo(CLOSED_WITHIN) > 0) {
            report.failure("slow-reader: closed %s after its queue was full", late);
        }
    }
}
