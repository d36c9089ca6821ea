package io.parley.e2e.ledger.client;

import io.parley.e2e.ledger.check.ConversationLedger;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One conversation and everybody in it; the first client is its owner's. */
public record Room(List<LedgerClient> clients) implements AutoCloseable {
    private static final Duration HISTORY_WITHIN = Duration.ofMinutes(1);
    private static final long ASKS_AGAIN_AFTER_MILLIS = 500;

    public Room {
        clients = List.copyOf(clients);
    }

    public LedgerClient owner() {
        return clients.getFirst();
    }

    /** Everybody talks, each on a thread of its own, until it is enough. */
    public void talk(Talk talk, BooleanSupplier isEnough) {
        clients.forEach(client -> Thread.ofVirtual().start(() -> talk.run(client, isEnough)));
    }

    /** Everything that was said has its receipt, and every question its answer. */
    public boolean isSettled() {
        return clients.stream().allMatch(client -> client.unacknowledged() == 0 && client.unanswered() == 0);
    }

    /** Everybody has been shown everything up to the end of the history. */
    public boolean isShownEverything(Gateway gateway) {
        try {
            long end = gateway.get(owner().token(), "/chat/%s/history?limit=1".formatted(owner().conversation()))
                    .expecting(200)
                    .json()
                    .at("/cursor/seq")
                    .asLong(Long.MAX_VALUE);
            return clients.stream().allMatch(client -> client.known() >= end);
        } catch (IOException notNow) {
            return false;
        }
    }

    /** Asks the history again where it has not caught up yet. */
    public ConversationLedger ledger(Gateway gateway) throws IOException {
        var history = history(gateway);
        return new ConversationLedger(
                owner().conversation(),
                clients.stream().map(LedgerClient::ledger).toList(),
                history.facts());
    }

    private Gateway.History history(Gateway gateway) throws IOException {
        long end = System.nanoTime() + HISTORY_WITHIN.toNanos();
        while (true) {
            try {
                return gateway.history(owner().token(), owner().conversation(), -1);
            } catch (IOException behind) {
                if (System.nanoTime() > end) {
                    throw behind;
                }
                Pause.ofMillis(ASKS_AGAIN_AFTER_MILLIS);
            }
        }
    }

    @Override
    public void close() {
        clients.forEach(LedgerClient::close);
    }
}
