package io.parley.escalation.desk;

import io.parley.escalation.floor.EscalationStatus;
import io.parley.escalation.floor.LocatedEscalation;
import io.parley.escalation.floor.OpenWork;
import io.parley.escalation.rating.Rating;
import io.parley.escalation.rating.Ratings;
import io.parley.events.Audience;
import java.util.Optional;
import java.util.OptionalLong;
import reactor.core.publisher.Mono;

/** Gathers what a reader is shown of an escalation. */
public final class ShowEscalation {

    private final OpenWork openWork;
    private final Ratings ratings;

    public ShowEscalation(OpenWork openWork, Ratings ratings) {
        this.openWork = openWork;
        this.ratings = ratings;
    }

    /** @param audience ratings are for agents alone */
    public Mono<Shown> show(LocatedEscalation located, Audience audience) {
        return Mono.zip(
                position(located),
                rating(located, audience),
                (position, rating) -> new Shown(located, position, rating.orElse(null)));
    }

    private Mono<OptionalLong> position(LocatedEscalation located) {
        return located.escalation().status() == EscalationStatus.QUEUED
                ? openWork.queuePosition(located.key())
                : Mono.just(OptionalLong.empty());
    }

    private Mono<Optional<Rating>> rating(LocatedEscalation located, Audience audience) {
        return audience == Audience.VISITOR
                ? Mono.just(Optional.empty())
                : ratings.find(located.key())
                        .filter(rating -> rating.isAbout(located.escalation().id()))
                        .singleOptional();
    }
}
