package io.parley.e2e.ledger;

import io.parley.e2e.ledger.client.LedgerClient;
import io.parley.e2e.ledger.client.Pause;
import io.parley.e2e.ledger.client.Talk;
import io.parley.e2e.ledger.client.Wait;
import io.parley.e2e.ledger.suite.LedgerSuite;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Clients lose their connection for a while, each by itself, while their conversations go on; every one is given what it missed.
 * Lengths are spread evenly over orders of magnitude, as outages are.
 */
final class CutsScenario implements Scenario {
    private static final double SHORTEST_SECONDS = 0.1;
    private static final int LONGEST_BETWEEN_MILLIS = 2_000;
    private static final Duration BACK_WITHIN = Duration.ofSeconds(30);
    private static final int CLIENTS = 2;
    private static final long PAUSE_MILLIS = 1_500;

    @Override
    public void run(LedgerSuite suite, LedgerOptions options, RandomGenerator random, Report report) {
        int cuts = options.count("cuts");
        int rooms = options.count("rooms");
        double longest = options.number("longest-cut");
        var crowd = new Crowd(Crowd.Kind.PEOPLE, rooms, CLIENTS, 0, new Talk(2, PAUSE_MILLIS, 0));
        var round = new Round(suite, List.of(crowd), random);
        var seconds = random.doubles(cuts)
                .map(part -> SHORTEST_SECONDS * Math.pow(longest / SHORTEST_SECONDS, part))
                .toArray();
        var next = new AtomicInteger();
        var outcome = round.run(
                "%d cuts of %.1f-%.0f s".formatted(cuts, SHORTEST_SECONDS, longest),
                0,
                clients -> Together.run(
                        clients.size(),
                        clients.stream()
                                .<Callable<Integer>>map(client -> () -> cut(client, seconds, next))
                                .toList()));
        report.add(outcome);
        report.figure(
                "cuts",
                "%d, lengths log-uniform from %.1f to %.0f s (together %.0f s); %d resumes, %d refused; from the open"
                        + " socket to whole: %s",
                cuts,
                SHORTEST_SECONDS,
                longest,
                Arrays.stream(seconds).sum(),
                outcome.verdict().tally().resumes(),
                outcome.figures().refusedResumes.sum(),
                outcome.figures().recoveries);
    }

    /** One after the other, as long as there are any left. */
    private static int cut(LedgerClient client, double[] seconds, AtomicInteger next) {
        int number = 0;
        for (int i = next.getAndIncrement(); i < seconds.length; i = next.getAndIncrement()) {
            client.isCutOff(Duration.ofMillis((long) (1000 * seconds[i])));
            Wait.until(BACK_WITHIN.plusSeconds((long) seconds[i]), client::isConnected);
            Pause.ofMillis(Math.floorMod(client.name().hashCode() * 31L + i, LONGEST_BETWEEN_MILLIS));
            number++;
        }
        return number;
    }
}
