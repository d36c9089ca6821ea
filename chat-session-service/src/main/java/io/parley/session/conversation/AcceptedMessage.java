package io.parley.session.conversation;

import io.parley.events.MessageId;
import java.time.Instant;

/**
 * A message that cannot be lost any more, with the place that counts.
 *
 * @param prevSeq the fact before it that its sender is shown
 * @param at when it was appended
 */
public record AcceptedMessage(MessageId id, long seq, long prevSeq, Instant at) {}
