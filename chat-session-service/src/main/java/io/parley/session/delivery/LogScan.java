package io.parley.session.delivery;

import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.util.List;
import reactor.core.publisher.Mono;

/** Reads what one conversation has in the log from the log itself: for a socket that was away for long. */
public interface LogScan {

    /**
     * Every fact of a conversation after a place, up to another, with some of those before; empty where finding them
     * would take too long. Never fails.
     */
    Mono<List<LoggedFact>> since(ConversationKey key, int partition, long after, long upTo);
}
