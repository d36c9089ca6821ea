package io.parley.events.log;

import io.parley.events.MessageId;
import java.time.Instant;

/** A message id that was read lately, with the place that counts. */
public record Seen(MessageId id, long seq, long prevSeq, Instant at) {}
