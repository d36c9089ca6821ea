package io.parley.escalation.floor.web;

import io.parley.escalation.floor.Escalation;
import io.parley.events.log.ConversationKey;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An escalation as clients read it.
 *
 * @param queuePosition 1 is next; absent where it does not wait
 */
record EscalationBody(
        String escalationId,
        String conversationId,
        String status,
        String reason,
        @Nullable Long queuePosition,
        Instant createdAt,
        Map<String, Object> metadata) {

    static EscalationBody of(ConversationKey key, Escalation escalation, OptionalLong position) {
        return new EscalationBody(
                escalation.id().toString(),
                key.conversation(),
                escalation.status().wire(),
                escalation.reason(),
                position.isPresent() ? position.getAsLong() : null,
                escalation.createdAt(),
                escalation.metadata());
    }
}
