package io.parley.escalation.rating;

import io.parley.events.log.ConversationKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor says of a conversation.
 *
 * @param score 1 to 5, 5 is best
 * @param escalationId the newest escalation when it was said; null where only the assistant helped
 * @param createdAt when it was said first
 */
public record Rating(
        ConversationKey key,
        int score,
        @Nullable String comment,
        @Nullable UUID escalationId,
        Instant createdAt) {

    /** Whether it says something of an escalation; what was said before there was one is said of all. */
    public boolean isAbout(UUID escalation) {
        return escalationId == null || escalationId.equals(escalation);
    }
}
