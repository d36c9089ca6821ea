package io.parley.e2e.ledger;

import io.parley.e2e.ledger.check.Rule;
import io.parley.e2e.ledger.check.Verdict;
import io.parley.e2e.ledger.check.Violation;
import io.parley.e2e.ledger.client.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of a run as Markdown, and whether anything was wrong. */
final class Report {
    private static final int MOST_SHOWN = 5;

    private final List<Round.Outcome> rounds = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Verdict> verdicts = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    void add(Round.Outcome outcome) {
        rounds.add(outcome);
        outcome.failures().forEach(failure -> failures.add(outcome.fault() + ": " + failure));
    }

    /** What the checker found in a scenario. */
    void verdict(String scenario, Verdict verdict) {
        verdicts.merge(scenario, verdict, Verdict::plus);
    }

    /** A figure of a scenario. */
    void figure(String scenario, String what, Object... values) {
        lines.add("* %s: %s".formatted(scenario, what.formatted(values)));
    }

    /** Something that must not be, beside what the checker finds. */
    void failure(String what, Object... values) {
        failures.add(what.formatted(values));
    }

    private Verdict verdict() {
        return rounds.stream().map(Round.Outcome::verdict).reduce(Verdict.NOTHING, Verdict::plus);
    }

    boolean isClean() {
        return failures.isEmpty()
                && verdict().violations().isEmpty()
                && verdicts.values().stream()
                        .allMatch(verdict -> verdict.violations().isEmpty());
    }

    String toMarkdown() {
        var text = new StringBuilder();
        if (!rounds.isEmpty()) {
            table(text);
        }
        lines.forEach(line -> text.append(line).append('\n'));
        if (!isClean()) {
            wrong(text);
        }
        return text.toString();
    }

    private void table(StringBuilder text) {
        text.append("""
                | fault | acknowledged | shown | lost | doubled | out of order or gap | other | questions | answered | missing / double / wrong | resumes | replayed | recovered, ms: p50 / p95 / most | receipt, ms: p50 / p99 | connections | said again | s |
                |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
                """);
        rounds.forEach(outcome -> row(text, outcome.fault(), outcome));
        text.append("| all | %s | | | | | %d |%n%n"
                .formatted(
                        counts(verdict()),
                        rounds.stream()
                                .mapToLong(outcome -> outcome.took().toSeconds())
                                .sum()));
        rounds.forEach(outcome -> text.append("* %s: struck for %d s; refused %s; closed %s%n"
                .formatted(
                        outcome.fault(),
                        outcome.struck().toSeconds(),
                        outcome.figures().refusals(),
                        outcome.figures().closes())));
    }

    private static void row(StringBuilder text, String name, Round.Outcome outcome) {
        var figures = outcome.figures();
        text.append("| %s | %s | %s | %.0f / %.0f | %d | %d | %d |%n"
                .formatted(
                        name,
                        counts(outcome.verdict()),
                        recovered(figures),
                        figures.receipts.quantile(0.5),
                        figures.receipts.quantile(0.99),
                        figures.connections.sum(),
                        figures.saidAgain.sum(),
                        outcome.took().toSeconds()));
    }

    /** The columns that the checker counts. */
    private static String counts(Verdict verdict) {
        var tally = verdict.tally();
        return "%d | %d | %d | %d | %d | %d | %d | %d | %d / %d / %d | %d | %d"
                .formatted(
                        tally.acknowledged(),
                        tally.shown(),
                        lost(verdict),
                        verdict.count(Rule.DOUBLED),
                        verdict.count(Rule.OUT_OF_ORDER) + verdict.count(Rule.GAP),
                        other(verdict),
                        tally.questions(),
                        tally.answers(),
                        verdict.count(Rule.ANSWER_MISSING),
                        verdict.count(Rule.ANSWER_DOUBLED),
                        verdict.count(Rule.ANSWER_WRONG),
                        tally.resumes(),
                        tally.replayed());
    }

    private static String recovered(Figures figures) {
        var times = figures.recoveries;
        return times.count() == 0
                ? "-"
                : "%.0f / %.0f / %.0f".formatted(times.quantile(0.5), times.quantile(0.95), times.quantile(1));
    }

    private static long lost(Verdict verdict) {
        return verdict.count(Rule.LOST) + verdict.count(Rule.NOT_IN_HISTORY);
    }

    private static long other(Verdict verdict) {
        return verdict.violations().size()
                - lost(verdict)
                - verdict.count(Rule.DOUBLED)
                - verdict.count(Rule.OUT_OF_ORDER)
                - verdict.count(Rule.GAP)
                - verdict.count(Rule.ANSWER_MISSING)
                - verdict.count(Rule.ANSWER_DOUBLED)
                - verdict.count(Rule.ANSWER_WRONG);
    }

    private void wrong(StringBuilder text) {
        text.append("\nWrong:\n");
        failures.forEach(failure -> text.append(" - ").append(failure).append('\n'));
        rounds.forEach(outcome -> wrong(text, outcome.fault(), outcome.verdict()));
        verdicts.forEach((scenario, verdict) -> wrong(text, scenario, verdict));
    }

    private static void wrong(StringBuilder text, String where, Verdict verdict) {
        for (var rule : Rule.values()) {
            wrong(text, where, verdict, rule);
        }
    }

    private static void wrong(StringBuilder text, String where, Verdict verdict, Rule rule) {
        var all = verdict.violations().stream()
                .filter(violation -> violation.rule() == rule)
                .toList();
        if (all.isEmpty()) {
            return;
        }
        text.append(" - [%s] %s: %d%n".formatted(where, rule, all.size()));
        all.stream()
                .limit(MOST_SHOWN)
                .map(Violation::toString)
                .forEach(line -> text.append("     ").append(line).append('\n'));
    }
}
