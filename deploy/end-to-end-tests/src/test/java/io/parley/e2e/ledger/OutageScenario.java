package io.parley.e2e.ledger;

import io.parley.e2e.ledger.client.Talk;
import io.parley.e2e.ledger.fault.KeepDead;
import io.parley.e2e.ledger.suite.LedgerSuite;
import io.parley.e2e.ledger.suite.RawLog;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** The database is gone for a minute while people talk: nothing is lost, and no record is taken for poison. */
final class OutageScenario implements Scenario {
    private static final long PAUSE_MILLIS = 500;

    @Override
    public void run(LedgerSuite suite, LedgerOptions options, RandomGenerator random, Report report) {
        var crowds = List.of(
                new Crowd(Crowd.Kind.PEOPLE, options.count("rooms"), 1, 1, new Talk(2, PAUSE_MILLIS, 0)),
                new Crowd(Crowd.Kind.SESSIONS, 2, 1, 0, new Talk(1, PAUSE_MILLIS, 10)));
        try (var log = new RawLog(suite.kafka())) {
            long before = log.deadLetters();
            report.add(new Round(suite, crowds, random)
                    .run(new KeepDead("mongo", Duration.ofSeconds(options.number("outage"))), 0));
            long more = log.deadLetters() - before;
            if (more > 0) {
                report.failure("outage: %d dead letters", more);
            }
            report.figure("outage", "%d s without database, %d dead letters", options.number("outage"), more);
        }
    }
}
