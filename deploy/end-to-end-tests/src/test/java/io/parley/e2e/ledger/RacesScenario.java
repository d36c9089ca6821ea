package io.parley.e2e.ledger;

import io.parley.e2e.ledger.check.Checker;
import io.parley.e2e.ledger.check.Entry;
import io.parley.e2e.ledger.check.Expectation;
import io.parley.e2e.ledger.check.Fact.Kind;
import io.parley.e2e.ledger.check.Verdict;
import io.parley.e2e.ledger.client.Figures;
import io.parley.e2e.ledger.client.Gateway;
import io.parley.e2e.ledger.client.LedgerClient;
import io.parley.e2e.ledger.client.Pause;
import io.parley.e2e.ledger.client.Room;
import io.parley.e2e.ledger.client.Talk;
import io.parley.e2e.ledger.client.Wait;
import io.parley.e2e.ledger.suite.LedgerSuite;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A person is asked for while an answer is being written, at any moment from before its beginning to after its end. What the
 * assistant has not finished by then nobody is shown.
 */
final class RacesScenario implements Scenario {
    private static final int AT_A_TIME = 12;
    private static final int LONGEST_DELAY_MILLIS = 900;
    private static final int INTERVAL_MILLIS = 25;
    private static final int FEWEST_PARTS = 8;
    private static final int MORE_PARTS = 24;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String REASON = "{\"reason\":\"a race\"}";
    private static final Duration LATE_WORDS = Duration.ofMillis(300);

    /** How one race ended: with the answer, with the person, or not at all; and whether the person was asked for twice. */
    private record Race(Verdict verdict, boolean isAnswered, boolean isOver, boolean isAskedAgain) {}

    @Override
    public void run(LedgerSuite suite, LedgerOptions options, RandomGenerator random, Report report) {
        int races = options.count("races");
        var crowd = new Crowd(Crowd.Kind.SESSIONS, 1, 2, 0, new Talk(1, 0, 0));
        var figures = new Figures();
        var works = IntStream.range(0, races)
                .<Callable<Race>>mapToObj(i -> {
                    int delay = random.nextInt(LONGEST_DELAY_MILLIS);
                    int parts = FEWEST_PARTS + random.nextInt(MORE_PARTS);
                    boolean byFrame = random.nextBoolean();
                    return () -> race(suite, crowd.come(suite.direct(), figures).getFirst(), delay, parts, byFrame);
                })
                .toList();
        var all = Together.run(AT_A_TIME, works);
        var verdict = all.stream().map(Race::verdict).reduce(Verdict.NOTHING, Verdict::plus);
        report.verdict("races", verdict);
        all.stream().filter(race -> !race.isOver()).forEach(_ -> report.failure("races: one did not end"));
        report.figure(
                "races",
                "%d, delay 0-%d ms, answers of %d-%d ms; %d answers came first, %d were handed over; %d were told to ask again;"
                        + " %d violations",
                races,
                LONGEST_DELAY_MILLIS,
                FEWEST_PARTS * INTERVAL_MILLIS,
                (FEWEST_PARTS + MORE_PARTS) * INTERVAL_MILLIS,
                all.stream().filter(Race::isAnswered).count(),
                all.stream().filter(race -> !race.isAnswered()).count(),
                all.stream().filter(Race::isAskedAgain).count(),
                verdict.violations().size());
    }

    private static Race race(LedgerSuite suite, Room room, int delay, int parts, boolean byFrame) throws IOException {
        try (room) {
            room.clients().forEach(LedgerClient::start);
            var owner = room.owner();
            if (!Wait.until(LIMIT, () -> room.clients().stream().allMatch(LedgerClient::isConnected))) {
                return new Race(Verdict.NOTHING, false, false, false);
            }
            Talk.askUnlessTaken(owner, 0, 0, INTERVAL_MILLIS, parts);
            Pause.ofMillis(delay);
            boolean again = false;
            if (byFrame) {
                owner.signal("{\"type\":\"escalate\",\"reason\":\"a race\"}");
            } else {
                again = escalate(suite.direct(), owner);
            }
            boolean taken = Wait.until(LIMIT, () -> room.clients().stream().allMatch(RacesScenario::isTaken));
            owner.say("is anybody there?", new Expectation.Unheard());
            boolean settled = Wait.until(LIMIT, room::isSettled);
            Pause.of(LATE_WORDS);
            settled &= Wait.until(LIMIT, () -> room.isShownEverything(suite.direct()));
            var ledger = room.ledger(suite.direct());
            boolean answered = ledger.history().stream().anyMatch(fact -> fact.kind() == Kind.ANSWER);
            return new Race(Checker.check(ledger), answered, taken && settled, again);
        }
    }

    /** Whether it was asked twice: a service that has just begun may say that it still reads what happened before. */
    private static boolean escalate(Gateway gateway, LedgerClient owner) throws IOException {
        var path = "/chat/" + owner.conversation() + "/escalate";
        var first = gateway.call("POST", owner.token(), path, REASON);
        if (!first.isBehind()) {
            first.expecting(200, 201);
            return false;
        }
        gateway.patiently("POST", owner.token(), path, REASON).expecting(200, 201);
        return true;
    }

    private static boolean isTaken(LedgerClient client) {
        return client.ledger().entries().stream()
                .anyMatch(entry -> entry instanceof Entry.Shown(var fact) && fact.kind() == Kind.ESCALATION);
    }
}
