package io.parley.e2e.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.e2e.Installation;
import io.parley.e2e.ledger.client.Talk;
import io.parley.e2e.ledger.fault.CutConnections;
import io.parley.e2e.ledger.fault.Fault;
import io.parley.e2e.ledger.fault.Kill;
import io.parley.e2e.ledger.fault.Poison;
import io.parley.e2e.ledger.suite.LedgerSuite;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The ledger test in its short form: a few thousand messages over the faults that find most. */
class LedgerE2eIT {
    private static final int MESSAGES = 1_000;

    /** Mean; shorter, and two cores are so busy with talking that what was killed takes half a minute to come back. */
    private static final long PAUSE_MILLIS = 200;

    private static final List<Fault> FAULTS =
            List.of(new Kill("chat-session"), new Kill("ai-completion"), new CutConnections(10, 300), new Poison(10));

    @Test
    void losesAndRepeatsNothingWhateverGoesWrong() {
        long seed = Long.getLong("parley.ledger.seed", System.nanoTime());
        System.out.println("ledger: seed " + seed);
        var random = new SplittableRandom(seed);
        var report = new Report();
        try (var suite = LedgerSuite.start(
                "ledger-suite", Installation.SHORT_LIVED, line -> System.out.println("ledger: " + line))) {
            var crowds = List.of(
                    new Crowd(Crowd.Kind.PEOPLE, 8, 2, 1, new Talk(3, PAUSE_MILLIS, 0)),
                    new Crowd(Crowd.Kind.PEOPLE, 2, 1, 0, new Talk(1, PAUSE_MILLIS, 10)),
                    new Crowd(Crowd.Kind.SESSIONS, 2, 2, 0, new Talk(1, PAUSE_MILLIS, 5)));
            for (var fault : FAULTS) {
                report.add(new Round(suite, crowds, random).run(fault, MESSAGES));
            }
        }
        System.out.println(report.toMarkdown());

        assertThat(report.isClean()).as(report.toMarkdown()).isTrue();
    }
}
