package io.parley.events.log;

import io.parley.events.Audience;
import io.parley.events.MessageId;
import java.time.Instant;

/**
 * A message id that was read lately, with the place that counts.
 *
 * @param visitorPrevSeq place of the fact before it that a visitor is shown
 * @param agentPrevSeq the same for agents
 */
public record Seen(MessageId id, long seq, long visitorPrevSeq, long agentPrevSeq, Instant at) {

    public long prevSeq(Audience audience) {
        return audience == Audience.VISITOR ? visitorPrevSeq : agentPrevSeq;
    }
}
