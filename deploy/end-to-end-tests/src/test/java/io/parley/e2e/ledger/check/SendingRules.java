package io.parley.e2e.ledger.check;

import io.parley.e2e.ledger.check.Fact.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was acknowledged is in the history, once and in order; what is in the history was sent. */
final class SendingRules {
    private final List<Sending> sendings;
    private final Breaches breaches;
    private final Map<String, Fact> historyById = new HashMap<>();
    private final Map<String, Fact> historyByText = new HashMap<>();

    SendingRules(ConversationLedger ledger, List<Sending> sendings, Breaches breaches) {
        this.sendings = sendings;
        this.breaches = breaches;
        long last = -1;
        for (var fact : ledger.history()) {
            if (fact.seq() <= last) {
                breaches.add(Rule.OUT_OF_ORDER, Breaches.HISTORY, "%s behind %d", fact, last);
            }
            last = fact.seq();
            boolean isAgain = historyById.putIfAbsent(fact.id(), fact) != null;
            if (fact.is(Kind.MESSAGE)) {
                isAgain |= historyByText.putIfAbsent(fact.text(), fact) != null;
            }
            if (isAgain) {
                breaches.add(Rule.DOUBLED, Breaches.HISTORY, "%s", fact);
            }
        }
    }

    void check() {
        for (var sending : sendings) {
            if (sending.isAcknowledged()) {
                isInTheHistory(sending);
            } else {
                breaches.add(Rule.NEVER_ACKNOWLEDGED, sending.reader.name(), "%s", sending.said.clientMessageId());
            }
        }
        wasSent();
        isInOrder();
    }

    /** Where the message stands in the history, by its receipt or else by its text, which is unique. */
    @Nullable Fact inHistory(Sending sending) {
        return sending.isAcknowledged()
                ? historyById.get(sending.receipt().id())
                : historyByText.get(sending.said.text());
    }

    private void isInTheHistory(Sending sending) {
        var kept = inHistory(sending);
        var name = sending.reader.name();
        if (kept == null) {
            breaches.add(Rule.NOT_IN_HISTORY, name, "%s was acknowledged", sending.receipt());
        } else if (!kept.text().equals(sending.said.text()) || !kept.sender().equals(sending.reader.user())) {
            breaches.add(
                    Rule.TEXT_DIFFERS,
                    name,
                    "said \"%s\", kept \"%s\" of %s",
                    sending.said.text(),
                    kept.text(),
                    kept.sender());
        }
    }

    private void wasSent() {
        var said = new HashMap<String, Sending>();
        sendings.forEach(sending -> said.put(sending.said.text(), sending));
        historyById.values().stream()
                .filter(fact -> fact.is(Kind.MESSAGE) && !said.containsKey(fact.text()))
                .forEach(fact -> breaches.add(Rule.NEVER_SENT, Breaches.HISTORY, "%s \"%s\"", fact, fact.text()));
    }

    /** A message stands behind everything that its sender had a receipt of when it said it. */
    private void isInOrder() {
        for (int i = 0; i < sendings.size(); i++) {
            var sending = sendings.get(i);
            for (int j = i - 1; j >= 0 && sendings.get(j).reader.equals(sending.reader); j--) {
                var earlier = sendings.get(j);
                if (!sending.isAcknowledged() || !earlier.isAcknowledged()) {
                    continue;
                }
                boolean ordered = earlier.isAcknowledgedBefore(sending.firstSaidAt) || earlier.isPipelinedWith(sending);
                if (ordered && earlier.receipt().seq() >= sending.receipt().seq()) {
                    breaches.add(
                            Rule.OUT_OF_ORDER,
                            sending.reader.name(),
                            "%s was said after %s",
                            sending.receipt(),
                            earlier.receipt());
                }
                if (ordered) {
                    break;
                }
            }
        }
    }
}
