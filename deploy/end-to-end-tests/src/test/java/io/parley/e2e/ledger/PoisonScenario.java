package io.parley.e2e.ledger;

import io.parley.e2e.ledger.check.Checker;
import io.parley.e2e.ledger.check.Expectation;
import io.parley.e2e.ledger.client.Figures;
import io.parley.e2e.ledger.client.LedgerClient;
import io.parley.e2e.ledger.client.Room;
import io.parley.e2e.ledger.client.Samples;
import io.parley.e2e.ledger.client.Talk;
import io.parley.e2e.ledger.client.Wait;
import io.parley.e2e.ledger.fault.Poison;
import io.parley.e2e.ledger.suite.LedgerSuite;
import io.parley.e2e.ledger.suite.RawLog;
import io.parley.events.log.ConversationKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** A record that can never be read between two messages of a conversation: the partition goes on, and its people are told. */
final class PoisonScenario implements Scenario {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final double GOES_ON_WITHIN_MILLIS = 5_000;

    @Override
    public void run(LedgerSuite suite, LedgerOptions options, RandomGenerator random, Report report) {
        int records = options.count("poison");
        var figures = new Figures();
        var goesOn = new Samples();
        var kept = new Samples();
        var crowd = new Crowd(Crowd.Kind.PEOPLE, 1, 1, 1, new Talk(1, 0, 0));
        try (var log = new RawLog(suite.kafka());
                var room = crowd.come(suite.direct(), figures).getFirst()) {
            long before = log.deadLetters();
            begin(room);
            for (int i = 0; i < records; i++) {
                var nonsense = Poison.NONSENSE.get(i % Poison.NONSENSE.size());
                poison(suite, room, log, nonsense, goesOn, kept);
            }
            boolean counted = Wait.until(LIMIT, () -> log.deadLetters() - before == records);
            boolean told = Wait.until(
                    LIMIT,
                    () -> told(figures) == (long) records * room.clients().size());
            if (!counted
                    || !told
                    || goesOn.quantile(1) > GOES_ON_WITHIN_MILLIS
                    || kept.quantile(1) > GOES_ON_WITHIN_MILLIS) {
                report.failure("poison: %d dead letters of %d", log.deadLetters() - before, records);
            }
            Wait.until(LIMIT, () -> room.isSettled() && room.isShownEverything(suite.direct()));
            report.verdict("poison", Checker.check(room.ledger(suite.direct())));
            report.figure(
                    "poison",
                    "%d records: %d dead letters, %d sockets told not_accepted of %d; the next message is shown to the"
                            + " other reader after %s, in the history after %s",
                    records,
                    log.deadLetters() - before,
                    told(figures),
                    records * room.clients().size(),
                    goesOn,
                    kept);
        } catch (IOException failure) {
            report.failure("poison: %s", failure);
        }
    }

    private static void begin(Room room) {
        room.owner().start();
        Wait.until(LIMIT, room.owner()::isConnected);
        room.clients().forEach(client -> {
            if (client != room.owner()) {
                client.start();
            }
        });
        Wait.until(LIMIT, () -> room.clients().stream().allMatch(LedgerClient::isConnected));
    }

    private static void poison(
            LedgerSuite suite, Room room, RawLog log, String nonsense, Samples goesOn, Samples kept) {
        var owner = room.owner();
        var other = room.clients().getLast();
        owner.say("before", new Expectation.None());
        Wait.until(LIMIT, room::isSettled);
        long place = log.append(
                new ConversationKey("default", owner.conversation()), nonsense.getBytes(StandardCharsets.UTF_8));
        long from = System.nanoTime();
        owner.say("after", new Expectation.None());
        Wait.until(LIMIT, () -> other.known() > place);
        goesOn.add(System.nanoTime() - from);
        Wait.until(LIMIT, () -> isKept(suite, owner, place));
        kept.add(System.nanoTime() - from);
    }

    private static boolean isKept(LedgerSuite suite, LedgerClient owner, long place) {
        try {
            return !suite.direct()
                    .history(owner.token(), owner.conversation(), place)
                    .facts()
                    .isEmpty();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static long told(Figures figures) {
        var told = figures.refusals().get("not_accepted");
        return told == null ? 0 : told.sum();
    }
}
