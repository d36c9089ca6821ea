package io.parley.e2e.ledger.check;

import java.util.List;

/**
 * What one client of a conversation did and was shown, over all its connections. It is complete: the client stayed, or came
 * back, until nothing more could come.
 *
 * @param name unique in the conversation: a user has several clients
 * @param isAgent an agent sees more than a visitor
 */
public record ReaderLedger(String name, String user, boolean isAgent, List<Entry> entries) {
    public ReaderLedger {
        entries = List.copyOf(entries);
    }
}
