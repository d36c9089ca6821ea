package io.parley.session.delivery;

import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** Reads what one conversation has in the log from the log itself: for a socket that was away for long. */
public interface LogScan {

    /**
     * How much of the log before a cursor a replay has to see, to know which records repeat earlier ones: more than the
     * 10 s that an append takes at most, and the client's repeat after it.
     */
    Duration CONTEXT = Duration.ofSeconds(60);

    /**
     * Every fact of a conversation after a place, up to another, with some of those before; empty where finding them
     * would take too long. Never fails.
     */
    Mono<List<LoggedFact>> since(ConversationKey key, int partition, long after, long upTo);
}
