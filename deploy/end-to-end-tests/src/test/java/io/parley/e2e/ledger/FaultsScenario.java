package io.parley.e2e.ledger;

import io.parley.e2e.ledger.client.Talk;
import io.parley.e2e.ledger.suite.LedgerSuite;
import java.util.List;
import java.util.random.RandomGenerator;

/** One round for each fault. */
final class FaultsScenario implements Scenario {
    private static final int QUESTIONS_IN_TEN = 3;
    private static final int ROOMS_FOR_ONE_WITH_QUESTIONS = 8;

    @Override
    public void run(LedgerSuite suite, LedgerOptions options, RandomGenerator random, Report report) {
        var faults = Faults.named(options.list("faults"));
        long messages = options.number("messages") / faults.size();
        var crowds = crowds(options);
        for (var fault : faults) {
            suite.say(fault.name());
            var outcome = new Round(suite, crowds, random).run(fault, messages);
            report.add(outcome);
            suite.say("  %d acknowledged, %d violations, %d s"
                    .formatted(
                            outcome.verdict().tally().acknowledged(),
                            outcome.verdict().violations().size(),
                            outcome.took().toSeconds()));
        }
    }

    /** Many who talk among each other, and some beside them who ask the assistant. */
    private static List<Crowd> crowds(LedgerOptions options) {
        int rooms = options.count("rooms");
        var remarks = new Talk(options.count("window"), options.number("pause"), 0);
        var questions = new Talk(2, options.number("pause"), QUESTIONS_IN_TEN);
        int clients = options.count("clients");
        int asking = Math.max(1, rooms / ROOMS_FOR_ONE_WITH_QUESTIONS);
        return switch (options.text("crowd")) {
            case "people" ->
                List.of(
                        new Crowd(Crowd.Kind.PEOPLE, rooms, clients, options.count("agents"), remarks),
                        new Crowd(Crowd.Kind.PEOPLE, asking, clients, 0, questions),
                        new Crowd(Crowd.Kind.SESSIONS, asking, clients, 0, questions));
            case "sessions" ->
                List.of(
                        new Crowd(Crowd.Kind.SESSIONS, rooms, clients, 0, remarks),
                        new Crowd(Crowd.Kind.SESSIONS, asking, clients, 0, questions));
            case "questions" ->
                List.of(new Crowd(Crowd.Kind.SESSIONS, rooms, clients, 0, new Talk(1, options.number("pause"), 10)));
            default -> throw new IllegalArgumentException("there is no crowd " + options.text("crowd"));
        };
    }
}
