package io.parley.e2e.ledger.check;

import java.util.List;

/** Everything that is known of one conversation: its clients' ledgers, and the history as read when all was over. */
public record ConversationLedger(String conversation, List<ReaderLedger> readers, List<Fact> history) {
    public ConversationLedger {
        readers = List.copyOf(readers);
        history = List.copyOf(history);
    }
}
