package io.parley.escalation.rating;

import io.parley.escalation.conversation.Conversation;
import io.parley.escalation.floor.Floors;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Keeps what a visitor says of its conversation, with the escalation it is about. */
public final class RateConversation {

    private final Ratings ratings;
    private final Floors floors;
    private final Clock clock;

    public RateConversation(Ratings ratings, Floors floors, Clock clock) {
        this.ratings = ratings;
        this.floors = floors;
        this.clock = clock;
    }

    /** What rating came to. */
    public record Outcome(Rating rating, boolean isNew) {}

    /** Rates a conversation; nothing where it was erased meanwhile. */
    public Mono<Outcome> rate(Conversation conversation, int score, @Nullable String comment) {
        var key = conversation.key();
        return floors.find(key)
                .flatMap(floor -> ratings.save(new Rating(
                        key,
                        score,
                        comment,
                        floor.escalation() == null ? null : floor.escalation().id(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS))))
                // An erasure marks the floor before it deletes ratings: what it did not see is deleted here.
                .flatMap(isNew -> floors.find(key)
                        .filter(floor -> floor.erasedAt() <= conversation.startedAt())
                        .hasElement()
                        .flatMap(isThere -> isThere
                                ? ratings.find(key).map(kept -> new Outcome(kept, isNew))
                                : ratings.forget(key).then(Mono.empty())));
    }
}
