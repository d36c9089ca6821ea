package io.parley.e2e.ledger;

import io.parley.e2e.ledger.check.Checker;
import io.parley.e2e.ledger.check.Verdict;
import io.parley.e2e.ledger.client.Figures;
import io.parley.e2e.ledger.client.LedgerClient;
import io.parley.e2e.ledger.client.Pause;
import io.parley.e2e.ledger.client.Room;
import io.parley.e2e.ledger.fault.Fault;
import io.parley.e2e.ledger.suite.LedgerSuite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * One fault in the middle of new conversations: they begin, it strikes, they go on until enough was said, everything settles,
 * and the checker reads the ledgers.
 */
final class Round {
    private static final Duration BEGUN_WITHIN = Duration.ofMinutes(1);
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(3);
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration AFTERWARDS = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofMinutes(20);
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(10);
    private static final long LOOKS_EVERY_MILLIS = 100;

    private final LedgerSuite suite;
    private final List<Crowd> crowds;
    private final RandomGenerator random;
    private final Figures figures = new Figures();

    Round(LedgerSuite suite, List<Crowd> crowds, RandomGenerator random) {
        this.suite = suite;
        this.crowds = crowds;
        this.random = random;
    }

    /** What came of it. */
    record Outcome(
            String fault, Verdict verdict, Figures figures, Duration struck, Duration took, List<String> failures) {}

    Figures figures() {
        return figures;
    }

    /** @param messages as many must be acknowledged */
    Outcome run(Fault fault, long messages) {
        return run(fault.name(), messages, _ -> fault.strike(suite, random));
    }

    /** @param trouble what happens to the clients; it is over when it returns */
    Outcome run(String name, long messages, Consumer<List<LedgerClient>> trouble) {
        long from = System.nanoTime();
        var rooms = new ArrayList<Room>();
        var failures = new ArrayList<String>();
        var enough = new AtomicBoolean();
        try {
            var byCrowd = new LinkedHashMap<Crowd, List<Room>>();
            crowds.forEach(crowd -> byCrowd.put(crowd, crowd.come(suite.throughTheNetwork(), figures)));
            byCrowd.values().forEach(rooms::addAll);
            if (!come(rooms)) {
                failures.add("not every client was there");
            }
            byCrowd.forEach((crowd, its) -> its.forEach(room -> room.talk(crowd.talk(), enough::get)));
            Pause.of(WARM_UP);
            long struckAt = System.nanoTime();
            trouble.accept(clients(rooms).toList());
            var struck = since(struckAt);
            Pause.of(AFTERWARDS);
            if (!await("enough is said", LONGEST, () -> figures.acknowledged.sum() >= Math.max(1, messages))) {
                failures.add("not enough was acknowledged");
            }
            enough.set(true);
            if (!await("everything is settled", SETTLED_WITHIN, () -> isSettled(rooms))) {
                failures.add("not everything settled");
                tellWhoIsNotSettled(rooms);
            }
            return new Outcome(name, verdict(rooms), figures, struck, since(from), failures);
        } finally {
            enough.set(true);
            rooms.forEach(Room::close);
        }
    }

    /** The owners come first: a conversation that nobody has begun is nobody's. */
    private boolean come(List<Room> rooms) {
        rooms.forEach(room -> room.owner().start());
        boolean begun = await(
                "every conversation has begun",
                BEGUN_WITHIN,
                () -> rooms.stream().allMatch(room -> room.owner().isConnected()));
        rooms.forEach(room -> room.clients().stream().skip(1).forEach(LedgerClient::start));
        boolean there = await(
                "every client is there", BEGUN_WITHIN, () -> clients(rooms).allMatch(LedgerClient::isConnected));
        clients(rooms).filter(client -> !client.isConnected()).forEach(client -> suite.say("  " + client));
        return begun && there;
    }

    private void tellWhoIsNotSettled(List<Room> rooms) {
        rooms.stream()
                .filter(room -> !room.isSettled() || !room.isShownEverything(suite.direct()))
                .forEach(room -> suite.say("  not settled: " + room.owner().conversation() + " " + room.clients()));
    }

    private boolean isSettled(List<Room> rooms) {
        return rooms.stream().allMatch(Room::isSettled)
                && rooms.stream().allMatch(room -> room.isShownEverything(suite.direct()));
    }

    private Verdict verdict(List<Room> rooms) {
        var verdict = Verdict.NOTHING;
        try {
            for (var room : rooms) {
                verdict = verdict.plus(Checker.check(room.ledger(suite.direct())));
            }
            return verdict;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private boolean await(String what, Duration atMost, BooleanSupplier condition) {
        long from = System.nanoTime();
        long saidAt = from;
        while (!condition.getAsBoolean()) {
            if (since(from).compareTo(atMost) > 0) {
                suite.say("  not within %d s: %s".formatted(atMost.toSeconds(), what));
                return false;
            }
            if (since(saidAt).compareTo(PROGRESS_EVERY) > 0) {
                saidAt = System.nanoTime();
                suite.say("  %d acknowledged, %d connections; waiting until %s"
                        .formatted(figures.acknowledged.sum(), figures.connections.sum(), what));
            }
            Pause.ofMillis(LOOKS_EVERY_MILLIS);
        }
        return true;
    }

    private static Stream<LedgerClient> clients(List<Room> rooms) {
        return rooms.stream().flatMap(room -> room.clients().stream());
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
