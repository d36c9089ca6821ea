package io.parley.e2e.ledger;

import io.parley.e2e.ledger.check.Checker;
import io.parley.e2e.ledger.check.Entry;
import io.parley.e2e.ledger.client.Figures;
import io.parley.e2e.ledger.client.LedgerClient;
import io.parley.e2e.ledger.client.Room;
import io.parley.e2e.ledger.client.Samples;
import io.parley.e2e.ledger.client.Talk;
import io.parley.e2e.ledger.client.Wait;
import io.parley.e2e.ledger.fault.Kill;
import io.parley.e2e.ledger.suite.LedgerSuite;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** ai-completion is killed in the middle of answers: when the visitors see them begin again, alone and with a second replica. */
final class RestartScenario implements Scenario {
    private static final String VICTIM = "ai-completion";
    private static final int ROOMS = 6;
    private static final int PARTS = 150;
    private static final int INTERVAL_MILLIS = 100;
    private static final int SHOWN_BEFORE = 5;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final double ALONE_WITHIN_MILLIS = 15_000;
    private static final double TOGETHER_WITHIN_MILLIS = 10_000;

    @Override
    public void run(LedgerSuite suite, LedgerOptions options, RandomGenerator random, Report report) {
        int kills = options.count("kills");
        measure(suite, kills, List.of(VICTIM), ALONE_WITHIN_MILLIS, random, report);
        suite.addSecond(VICTIM);
        try {
            measure(suite, kills, List.of(VICTIM, VICTIM + "-1"), TOGETHER_WITHIN_MILLIS, random, report);
        } finally {
            suite.removeSecond(VICTIM);
        }
    }

    private static void measure(
            LedgerSuite suite, int kills, List<String> replicas, double within, RandomGenerator random, Report report) {
        var restarts = new Samples();
        for (int i = 0; i < kills; i++) {
            suite.say("  kill %d of %d, %d replicas".formatted(i + 1, kills, replicas.size()));
            try {
                kill(suite, replicas.get(random.nextInt(replicas.size())), restarts, report);
            } catch (IOException failure) {
                report.failure("restart: %s", failure);
            }
        }
        if (restarts.count() == 0 || restarts.quantile(1) > within) {
            report.failure("restart: with %d replicas %s", replicas.size(), restarts);
        }
        report.figure(
                "restart",
                "with %d replica(s) %d kills, %d answers a kill; the interrupted ones went on after %s",
                replicas.size(),
                kills,
                ROOMS,
                restarts);
    }

    private static void kill(LedgerSuite suite, String victim, Samples restarts, Report report) throws IOException {
        var crowd = new Crowd(Crowd.Kind.SESSIONS, ROOMS, 1, 0, new Talk(1, 0, 0));
        var rooms = crowd.come(suite.direct(), new Figures());
        var killedAt = new AtomicLong();
        try {
            var answers = rooms.stream()
                    .map(room -> new Answer(room, killedAt, restarts))
                    .toList();
            rooms.forEach(room -> room.owner().start());
            Wait.until(LIMIT, () -> rooms.stream().allMatch(room -> room.owner().isConnected()));
            rooms.forEach(room -> Talk.ask(room.owner(), 0, 100, INTERVAL_MILLIS, PARTS));
            Wait.until(LIMIT, () -> answers.stream().allMatch(answer -> answer.shown > SHOWN_BEFORE));
            killedAt.set(System.nanoTime());
            new Kill(victim).now(suite);
            if (!Wait.until(LIMIT, () -> rooms.stream().allMatch(Room::isSettled))) {
                report.failure("restart: an answer did not end");
            }
            for (var room : rooms) {
                Wait.until(LIMIT, () -> room.isShownEverything(suite.direct()));
                report.verdict("restart", Checker.check(room.ledger(suite.direct())));
            }
            suite.awaitWhole();
            Wait.until(LIMIT, () -> suite.process(victim).isAlive());
        } finally {
            rooms.forEach(Room::close);
        }
    }

    /** One answer before the eyes of its visitor. */
    private static final class Answer {
        private volatile int shown;
        private volatile long attempt = -1;

        Answer(Room room, AtomicLong killedAt, Samples restarts) {
            LedgerClient owner = room.owner();
            owner.watch(entry -> {
                if (entry instanceof Entry.AnswerWritten written) {
                    if (killedAt.get() > 0 && attempt >= 0 && written.attempt() > attempt) {
                        restarts.add(System.nanoTime() - killedAt.get());
                    }
                    attempt = written.attempt();
                    shown++;
                }
            });
        }
    }
}
