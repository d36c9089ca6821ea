package io.parley.session.conversation;

import io.parley.events.MessageId;
import io.parley.events.SenderType;
import java.time.Instant;

/** A finished message as a session shows it on opening. */
public record RecentMessage(MessageId id, SenderType role, String message, Instant createdAt, long seq) {}
