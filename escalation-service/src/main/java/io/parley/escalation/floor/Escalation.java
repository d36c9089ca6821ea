package io.parley.escalation.floor;

import io.parley.events.Sender;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One time that a conversation asks for a person, from the queue to its end. A move that its status does not allow
 * fails with {@link MoveNotAllowed}.
 *
 * @param number counts the escalations of a conversation, from 1
 * @param agent who has it, or had it last
 * @param waitingSince when it came into the queue, the last time
 * @param changedAt when its status changed last
 */
public record Escalation(
        UUID id,
        int number,
        EscalationStatus status,
        String reason,
        Map<String, Object> metadata,
        Sender requestedBy,
        @Nullable Sender agent,
        Instant createdAt,
        Instant waitingSince,
        Instant changedAt) {

    static Escalation raise(UUID id, int number, EscalationRequest request, Instant now) {
        return new Escalation(
                id,
                number,
                EscalationStatus.QUEUED,
                request.reason(),
                request.metadata(),
                request.requestedBy(),
                null,
                now,
                now,
                now);
    }

    /** Gives it to an agent: out of the queue, or from another agent. */
    Escalation assign(Sender newAgent, Instant now) {
        requireOpen("assigned");
        return move(EscalationStatus.ASSIGNED, newAgent, waitingSince, now);
    }

    Escalation returnToQueue(Instant now) {
        requireAssigned("returned to the queue");
        return move(EscalationStatus.QUEUED, null, now, now);
    }

    Escalation handBack(Instant now) {
        requireAssigned("handed back");
        return move(EscalationStatus.RETURNED_TO_BOT, agent, waitingSince, now);
    }

    Escalation resolve(Instant now) {
        requireOpen("resolved");
        return move(EscalationStatus.RESOLVED, agent, waitingSince, now);
    }

    Escalation cancel(Instant now) {
        requireOpen("cancelled");
        return move(EscalationStatus.CANCELLED, agent, waitingSince, now);
    }

    private Escalation move(EscalationStatus next, @Nullable Sender nextAgent, Instant waiting, Instant now) {
        return new Escalation(id, number, next, reason, metadata, requestedBy, nextAgent, createdAt, waiting, now);
    }

    private void requireOpen(String move) {
        if (!status.isOpen()) {
            throw new MoveNotAllowed(status, move);
        }
    }

    private void requireAssigned(String move) {
        if (status != EscalationStatus.ASSIGNED) {
            throw new MoveNotAllowed(status, move);
        }
    }
}
