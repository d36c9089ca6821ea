package io.parley.escalation.floor;

import io.parley.events.AgentAssigned;
import io.parley.events.EscalationCancelled;
import io.parley.events.EscalationRaised;
import io.parley.events.EscalationResolved;
import io.parley.events.EscalationReturned;
import io.parley.events.Floor;
import io.parley.events.FloorEvent;
import io.parley.events.HandedBack;
import io.parley.events.Sender;
import io.parley.events.log.ConversationKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the floor of one conversation. Each change raises the fence by one and leaves the fact that the log has to
 * be told; the next change waits until it was.
 *
 * @param fence of the last change; 0 before the first
 * @param escalation the newest one; null before the first
 * @param untold the fact of the last change, until it is in the log
 * @param lastRequest place in the log of the request that the last escalation came from; -1 where it came otherwise
 */
public record ConversationFloor(
        ConversationKey key,
        long fence,
        @Nullable Escalation escalation,
        @Nullable FloorEvent untold,
        long lastRequest) {

    /** The floor of a conversation in which nobody was ever asked for. */
    public static ConversationFloor untouched(ConversationKey key) {
        return new ConversationFloor(key, 0, null, null, -1);
    }

    public Floor holder() {
        return escalation == null ? Floor.ASSISTANT : escalation.status().floor();
    }

    /** The escalation that waits or is with an agent. */
    public @Nullable Escalation open() {
        return escalation != null && escalation.status().isOpen() ? escalation : null;
    }

    /** The same floor once the log knows of its last change. */
    ConversationFloor told() {
        return new ConversationFloor(key, fence, escalation, null, lastRequest);
    }

    /** @param seq of the request in the log; -1 where it did not come from there */
    ConversationFloor raise(UUID id, EscalationRequest request, long seq, Instant now) {
        if (open() != null) {
            throw new MoveNotAllowed(open().status(), "raised");
        }
        var raised = Escalation.raise(id, escalation == null ? 1 : escalation.number() + 1, request, now);
        return change(
                raised,
                new EscalationRaised(id, fence + 1, request.reason(), request.requestedBy(), request.metadata()),
                Math.max(seq, lastRequest));
    }

    ConversationFloor assign(Sender agent, String reason, Instant now) {
        var assigned = required("assigned").assign(agent, now);
        return change(assigned, new AgentAssigned(assigned.id(), fence + 1, reason, agent), lastRequest);
    }

    ConversationFloor returnToQueue(Sender by, String reason, Instant now) {
        var returned = required("returned to the queue").returnToQueue(now);
        return change(returned, new EscalationReturned(returned.id(), fence + 1, reason, by), lastRequest);
    }

    ConversationFloor handBack(Sender by, String reason, Instant now) {
        var handedBack = required("handed back").handBack(now);
        return change(handedBack, new HandedBack(handedBack.id(), fence + 1, reason, by), lastRequest);
    }

    ConversationFloor resolve(Sender by, String reason, Instant now) {
        var resolved = required("resolved").resolve(now);
        return change(resolved, new EscalationResolved(resolved.id(), fence + 1, reason, by), lastRequest);
    }

    ConversationFloor cancel(Sender by, String reason, Instant now) {
        var cancelled = required("cancelled").cancel(now);
        return change(cancelled, new EscalationCancelled(cancelled.id(), fence + 1, reason, by), lastRequest);
    }

    private ConversationFloor change(Escalation next, FloorEvent fact, long request) {
        if (untold != null) {
            throw new IllegalStateException("the change before, fence " + fence + ", is not in the log yet");
        }
        return new ConversationFloor(key, fence + 1, next, fact, request);
    }

    private Escalation required(String move) {
        if (escalation == null) {
            throw new MoveNotAllowed(EscalationStatus.CANCELLED, move);
        }
        return escalation;
    }
}
