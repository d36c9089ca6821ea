package io.parley.escalation.rating;

import io.parley.events.log.ConversationKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Ratings in a map. */
public final class InMemoryRatings implements Ratings {

    private final Map<ConversationKey, Rating> ratings = new ConcurrentHashMap<>();

    @Override
    public Mono<Rating> find(ConversationKey key) {
        return Mono.fromSupplier(() -> ratings.get(key));
    }

    @Override
    public Mono<Boolean> save(Rating rating) {
        return Mono.fromSupplier(() -> ratings.put(rating.key(), rating) == null);
    }

    @Override
    public Mono<Void> forget(ConversationKey key) {
        return Mono.fromRunnable(() -> ratings.remove(key));
    }
}
