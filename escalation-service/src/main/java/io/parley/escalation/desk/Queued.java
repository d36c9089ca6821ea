package io.parley.escalation.desk;

import io.parley.escalation.conversation.Conversation;
import io.parley.escalation.floor.LocatedEscalation;
import org.jspecify.annotations.Nullable;

/**
 * An escalation in the queue.
 *
 * @param conversation what is known of it; null where that is not read yet
 */
public record Queued(
        LocatedEscalation located, long position, @Nullable Conversation conversation) {}
