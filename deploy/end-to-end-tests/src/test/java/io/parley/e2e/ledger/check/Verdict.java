package io.parley.e2e.ledger.check;

import java.util.List;
import java.util.stream.Stream;

/** What the checker found, and over how much. */
public record Verdict(List<Violation> violations, Tally tally) {
    public static final Verdict NOTHING = new Verdict(List.of(), Tally.NOTHING);

    public Verdict {
        violations = List.copyOf(violations);
    }

    public Verdict plus(Verdict other) {
        return new Verdict(
                Stream.concat(violations.stream(), other.violations.stream()).toList(), tally.plus(other.tally));
    }

    public long count(Rule rule) {
        return violations.stream().filter(violation -> violation.rule() == rule).count();
    }
}
