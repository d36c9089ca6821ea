package io.parley.e2e.ledger.check;

/** One breach of one rule: where, and what was seen. */
public record Violation(Rule rule, String conversation, String reader, String what) {
    @Override
    public String toString() {
        return "%s in %s, %s: %s".formatted(rule, conversation, reader, what);
    }
}
