package io.parley.e2e.ledger.client;

import io.parley.e2e.ledger.check.Fact;
import java.util.HashSet;
import java.util.Set;

/** The questions of a client whose end it has not been shown. A replay may bring the end before the receipt. */
final class Unanswered {
    private final Set<String> asked = new HashSet<>();
    private final Set<String> ended = new HashSet<>();

    synchronized void asked(String messageId) {
        if (!ended.contains(messageId)) {
            asked.add(messageId);
        }
    }

    synchronized void ended(Fact answer) {
        var question = String.valueOf(answer.inReplyTo());
        ended.add(question);
        asked.remove(question);
    }

    synchronized int size() {
        return asked.size();
    }
}
