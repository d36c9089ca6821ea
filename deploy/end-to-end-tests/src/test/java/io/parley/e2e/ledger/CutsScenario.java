package io.parley.e2e.ledger;

import io.parley.e2e.ledger.client.LedgerClient;
import io.parley.e2e.ledger.client.Pause;
import io.parley.e2e.ledger.client.Talk;
import io.parley.e2e.ledger.client.Wait;
import io.parley.e2e.ledger.suite.LedgerSuite;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Clients lose their connection for a while, each by itself, while their conversations go on; every one is given what it missed.
 * Lengths are spread evenly over orders of magnitude, as outages are; they are cut until so many had missed something.
 */
final class CutsScenario implements Scenario {
    private static final double SHORTEST_SECONDS = 0.5;
    private static final int LONGEST_BETWEEN_MILLIS = 2_000;
    private static final Duration BACK_WITHIN = Duration.ofSeconds(30);
    private static final int CLIENTS = 2;
    private static final long PAUSE_MILLIS = 500;

    @Override
    public void run(LedgerSuite suite, LedgerOptions options, RandomGenerator random, Report report) {
        int cuts = options.count("cuts");
        int rooms = options.count("rooms");
        double longest = options.number("longest-cut");
        var crowd = new Crowd(Crowd.Kind.PEOPLE, rooms, CLIENTS, 0, new Talk(2, PAUSE_MILLIS, 0));
        var round = new Round(suite, List.of(crowd), random);
        var lost = new LongAdder();
        var number = new LongAdder();
        var outcome = round.run(
                "%d resumes after cuts of %.1f-%.0f s".formatted(cuts, SHORTEST_SECONDS, longest), 0, clients -> {
                    BooleanSupplier isEnough = () -> round.figures().recoveries.count() >= cuts;
                    Together.run(
                            clients.size(),
                            clients.stream()
                                    .<Callable<Boolean>>map(client -> () -> {
                                        var own = new SplittableRandom(
                                                client.name().hashCode());
                                        while (!isEnough.getAsBoolean()) {
                                            double seconds = SHORTEST_SECONDS
                                                    * Math.pow(longest / SHORTEST_SECONDS, own.nextDouble());
                                            lost.add((long) (1000 * seconds));
                                            number.increment();
                                            cut(client, seconds, own.nextInt(LONGEST_BETWEEN_MILLIS));
                                        }
                                        return true;
                                    })
                                    .toList());
                });
        report.add(outcome);
        if (outcome.verdict().tally().resumes() < cuts) {
            report.failure("cuts: only %d resumes", outcome.verdict().tally().resumes());
        }
        report.figure(
                "cuts",
                "%d cuts, lengths log-uniform from %.1f to %.0f s (%.0f s in the mean); %d had missed something, %d replays refused;"
                        + " from the open socket to whole: %s",
                number.sum(),
                SHORTEST_SECONDS,
                longest,
                lost.sum() / 1000.0 / number.sum(),
                outcome.verdict().tally().resumes(),
                outcome.figures().refusedResumes.sum(),
                outcome.figures().recoveries);
    }

    private static void cut(LedgerClient client, double seconds, int pauseMillis) {
        int before = client.connections();
        client.isCutOff(Duration.ofMillis((long) (1000 * seconds)));
        Wait.until(BACK_WITHIN.plusSeconds((long) seconds), () -> client.connections() > before);
        Pause.ofMillis(pauseMillis);
    }
}
