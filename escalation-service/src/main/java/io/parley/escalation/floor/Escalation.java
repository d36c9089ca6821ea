package io.parley.escalation.floor;

import io.parley.events.Sender;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One time that a conversation asks for a person, from the queue to its end. A move that its status does not allow, or
 * that is not this agent's to make, fails with {@link MoveNotAllowed}.
 *
 * @param number counts the escalations of a conversation, from 1
 * @param agent who has it, or had it last
 * @param team whom it waits for, or was given to last
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
        @Nullable String team,
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
                null,
                now,
                now,
                now);
    }

    /** One that never waits: an agent speaks to the visitor by itself. */
    static Escalation open(UUID id, int number, Sender agent, Instant now) {
        return raise(id, number, new EscalationRequest(EscalationRequest.AGENT_WROTE, Map.of(), agent), now)
                .move(EscalationStatus.ASSIGNED, agent, null, now, now);
    }

    public boolean isWith(String agentId) {
        return status == EscalationStatus.ASSIGNED
                && agent != null
                && agent.id().equals(agentId);
    }

    Escalation claim(Sender by, Instant now) {
        require(status == EscalationStatus.QUEUED);
        return move(EscalationStatus.ASSIGNED, by, team, waitingSince, now);
    }

    Escalation giveTo(Mover by, Sender newAgent, Instant now) {
        requireOpenTo(by);
        return move(EscalationStatus.ASSIGNED, newAgent, team, waitingSince, now);
    }

    Escalation giveTo(Mover by, String newTeam, Instant now) {
        requireOpenTo(by);
        // What waits already keeps its place.
        return move(
                EscalationStatus.QUEUED, null, newTeam, status == EscalationStatus.QUEUED ? waitingSince : now, now);
    }

    Escalation returnToQueue(Mover by, Instant now) {
        requireAssignedTo(by);
        return move(EscalationStatus.QUEUED, null, team, now, now);
    }

    Escalation handBack(Mover by, Instant now) {
        requireAssignedTo(by);
        return move(EscalationStatus.RETURNED_TO_BOT, agent, team, waitingSince, now);
    }

    Escalation resolve(Mover by, Instant now) {
        requireAssignedTo(by);
        return move(EscalationStatus.RESOLVED, agent, team, waitingSince, now);
    }

    Escalation cancel(Instant now) {
        require(status.isOpen());
        return move(EscalationStatus.CANCELLED, agent, team, waitingSince, now);
    }

    private Escalation move(
            EscalationStatus next,
            @Nullable Sender nextAgent,
            @Nullable String nextTeam,
            Instant waiting,
            Instant now) {
        return new Escalation(
                id, number, next, reason, metadata, requestedBy, nextAgent, nextTeam, createdAt, waiting, now);
    }

    /** Who has it may give it away; an admin may give away what waits, too. */
    private void requireOpenTo(Mover by) {
        require(by.isAdmin() ? status.isOpen() : isWith(by.sender().id()));
    }

    private void requireAssignedTo(Mover by) {
        require(
                by.isAdmin()
                        ? status == EscalationStatus.ASSIGNED
                        : isWith(by.sender().id()));
    }

    private void require(boolean allowed) {
        if (!allowed) {
            throw new MoveNotAllowed(this);
        }
    }
}
