package io.parley.escalation.floor;

import io.parley.events.log.ConversationKey;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in the queue, and what its visitor was told last of its position.
 *
 * @param toldPosition 0 where nothing was told yet
 * @param toldAt null where nothing was told yet
 */
public record Waiting(
        ConversationKey key, long toldPosition, @Nullable Instant toldAt) {

    /** Whether a visitor is to be told where it stands: not twice the same, and not twice in so short a time. */
    boolean isDue(long position, Instant now, Duration atMostEvery) {
        return position != toldPosition
                && (toldAt == null || !toldAt.plus(atMostEvery).isAfter(now));
    }
}
