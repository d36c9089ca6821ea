package io.parley.session.room;

import io.parley.events.MessageId;
import io.parley.session.conversation.AnswerOutcome;
import java.time.Instant;

/**
 * A message that was accepted, and what came of it.
 *
 * @param content as it was said first
 */
public record AnsweredMessage(MessageId id, String sender, String content, Instant at, AnswerOutcome outcome) {}
