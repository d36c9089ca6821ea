package io.parley.escalation.desk.web;

import io.parley.escalation.desk.Shown;
import io.parley.escalation.rating.Rating;
import io.parley.events.Audience;
import io.parley.events.Sender;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An escalation as clients read it.
 *
 * @param queuePosition 1 is next; absent where it does not wait
 * @param agent who has it, or had it last
 * @param team whom it was given to; agents alone see it, like the rating
 */
record EscalationBody(
        String escalationId,
        String conversationId,
        String status,
        String reason,
        @Nullable Long queuePosition,
        Instant createdAt,
        Map<String, Object> metadata,
        @Nullable AgentBody agent,
        @Nullable String team,
        @Nullable RatingBody rating) {

    record AgentBody(String id, @Nullable String name) {

        static @Nullable AgentBody of(@Nullable Sender agent) {
            return agent == null ? null : new AgentBody(agent.id(), agent.name());
        }
    }

    record RatingBody(int score, @Nullable String comment, Instant createdAt) {

        static @Nullable RatingBody of(@Nullable Rating rating) {
            return rating == null ? null : new RatingBody(rating.score(), rating.comment(), rating.createdAt());
        }
    }

    static EscalationBody of(Shown shown, Audience audience) {
        var escalation = shown.located().escalation();
        var position = shown.position();
        return new EscalationBody(
                escalation.id().toString(),
                shown.located().key().conversation(),
                escalation.status().wire(),
                escalation.reason(),
                position.isPresent() ? position.getAsLong() : null,
                escalation.createdAt(),
                escalation.metadata(),
                AgentBody.of(escalation.agent()),
                audience == Audience.AGENT ? escalation.team() : null,
                RatingBody.of(shown.rating()));
    }
}
