package io.parley.escalation.rating;

import io.parley.events.log.ConversationKey;
import reactor.core.publisher.Mono;

/** The ratings, one for each conversation. */
public interface Ratings {

    Mono<Rating> find(ConversationKey key);

    /**
     * Keeps a rating in place of the one before, whose first time it keeps.
     *
     * @return whether it is the first
     */
    Mono<Boolean> save(Rating rating);

    Mono<Void> forget(ConversationKey key);
}
