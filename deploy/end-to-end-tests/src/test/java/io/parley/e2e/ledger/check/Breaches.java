package io.parley.e2e.ledger.check;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong in one conversation. */
final class Breaches {
    static final String HISTORY = "history";

    private final String conversation;
    private final List<Violation> all = new ArrayList<>();

    Breaches(String conversation) {
        this.conversation = conversation;
    }

    void add(Rule rule, String reader, String what, Object... values) {
        all.add(new Violation(rule, conversation, reader, what.formatted(values)));
    }

    List<Violation> all() {
        return List.copyOf(all);
    }
}
