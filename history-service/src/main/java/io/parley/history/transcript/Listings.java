package io.parley.history.transcript;

import io.parley.events.log.ConversationKey;
import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Which conversations may be somebody's. It names too many rather than too few: whose a conversation is stands in its
 * {@link Transcript}.
 */
public interface Listings {

    /** @param listings in the order of the log within each conversation */
    Mono<Void> note(Collection<Listing> listings);

    Mono<List<ConversationKey>> of(String tenant, String owner);
}
