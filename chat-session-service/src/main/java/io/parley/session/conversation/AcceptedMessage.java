package io.parley.session.conversation;

import io.parley.events.Audience;
import io.parley.events.MessageId;
import io.parley.events.log.Seen;
import java.time.Instant;

/**
 * A message that cannot be lost any more, with the place that counts.
 *
 * @param visitorPrevSeq the fact before it that a visitor is shown
 * @param agentPrevSeq the same for agents
 * @param at when it was appended
 */
public record AcceptedMessage(MessageId id, long seq, long visitorPrevSeq, long agentPrevSeq, Instant at) {

    public static AcceptedMessage of(Seen seen) {
        return new AcceptedMessage(seen.id(), seen.seq(), seen.visitorPrevSeq(), seen.agentPrevSeq(), seen.at());
    }

    /** The fact before it that its sender is shown. */
    public long prevSeq(Audience audience) {
        return audience == Audience.VISITOR ? visitorPrevSeq : agentPrevSeq;
    }
}
