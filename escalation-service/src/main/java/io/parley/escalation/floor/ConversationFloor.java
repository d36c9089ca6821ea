package io.parley.escalation.floor;

import io.parley.events.AgentAssigned;
import io.parley.events.EscalationCancelled;
import io.parley.events.EscalationRaised;
import io.parley.events.EscalationResolved;
import io.parley.events.EscalationReturned;
import io.parley.events.Floor;
import io.parley.events.FloorEvent;
import io.parley.events.HandedBack;
import io.parley.events.NoteAdded;
import io.parley.events.Sender;
import io.parley.events.log.ConversationKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the floor of one conversation. Each change raises the fence by one and leaves the facts that the log has to
 * be told; the next change waits until it was.
 *
 * @param fence of the last change; 0 before the first
 * @param raised how many escalations it has had, erased ones included
 * @param escalation the newest one; null before the first, and after the conversation was erased
 * @param untold the fact of the last change, and a note that goes with it, until they are in the log
 * @param lastRequest place in the log of the request that the last escalation came from; -1 where it came otherwise
 * @param erasedAt place in the log of the conversation's last erasure; -1 where there was none
 */
public record ConversationFloor(
        ConversationKey key,
        long fence,
        int raised,
        @Nullable Escalation escalation,
        List<FloorEvent> untold,
        long lastRequest,
        long erasedAt) {

    /** The floor of a conversation in which nobody was ever asked for. */
    public static ConversationFloor untouched(ConversationKey key) {
        return new ConversationFloor(key, 0, 0, null, List.of(), -1, -1);
    }

    public Floor holder() {
        return escalation == null ? Floor.ASSISTANT : escalation.status().floor();
    }

    /** The escalation that waits or is with an agent. */
    public @Nullable Escalation open() {
        return escalation != null && escalation.status().isOpen() ? escalation : null;
    }

    /** Whether the log has still to be told of a change. */
    public boolean isUntold() {
        return !untold.isEmpty();
    }

    FloorChange lastChange() {
        return new FloorChange(key, fence);
    }

    /** The same floor once the log knows of its last change. */
    ConversationFloor told() {
        return new ConversationFloor(key, fence, raised, escalation, List.of(), lastRequest, erasedAt);
    }

    /** @param seq of the request in the log; -1 where it did not come from there */
    ConversationFloor raise(UUID id, EscalationRequest request, long seq, Instant now) {
        requireNoneOpen();
        return change(
                Escalation.raise(id, raised + 1, request, now),
                seq,
                new EscalationRaised(id, fence + 1, request.reason(), request.requestedBy(), request.metadata()));
    }

    /**
     * An agent speaks where nobody was asked for.
     *
     * @param seq of its message in the log
     */
    ConversationFloor take(UUID id, Sender agent, long seq, Instant now) {
        requireNoneOpen();
        var taken = Escalation.open(id, raised + 1, agent, now);
        return change(taken, seq, new AgentAssigned(id, fence + 1, taken.reason(), agent));
    }

    /** The floor after a move of its newest escalation; itself where the move changes nothing. */
    ConversationFloor move(Move move, Instant now) {
        var current = escalation;
        if (current == null) {
            throw new MoveNotAllowed(null);
        }
        return switch (move) {
            case Move.Claim(var agent) when current.isWith(agent.id()) -> this;
            case Move.Claim(var agent) -> assign(current.claim(agent, now), agent, agent, null);
            case Move.ToAgent(var by, var agent, var note) ->
                assign(current.giveTo(by, agent, now), agent, by.sender(), note);
            case Move.ToTeam(var by, var team, var note) -> queue(current.giveTo(by, team, now), by.sender(), note);
            case Move.Return(var by) -> queue(current.returnToQueue(by, now), by.sender(), null);
            case Move.HandBack(var by) ->
                change(
                        current.handBack(by, now),
                        -1,
                        new HandedBack(current.id(), fence + 1, current.reason(), by.sender()));
            case Move.Resolve(var by, var note) ->
                change(
                        current.resolve(by, now),
                        by.sender(),
                        note,
                        new EscalationResolved(current.id(), fence + 1, current.reason(), by.sender()));
            case Move.Cancel(var visitor) ->
                change(
                        current.cancel(now),
                        -1,
                        new EscalationCancelled(current.id(), fence + 1, current.reason(), visitor));
        };
    }

    /**
     * Nothing is left but the fence, one step on as in the log: a change of before whose way there is long comes too
     * late.
     *
     * @param fenceInLog of the erasure
     */
    ConversationFloor erase(long seq, long fenceInLog) {
        return new ConversationFloor(
                key, Math.max(fence + 1, fenceInLog), raised, null, List.of(), Math.max(lastRequest, seq), seq);
    }

    private ConversationFloor assign(Escalation next, Sender agent, Sender by, Move.@Nullable Note note) {
        return change(next, by, note, new AgentAssigned(next.id(), fence + 1, next.reason(), agent));
    }

    private ConversationFloor queue(Escalation next, Sender by, Move.@Nullable Note note) {
        return change(next, by, note, new EscalationReturned(next.id(), fence + 1, next.reason(), by));
    }

    private ConversationFloor change(Escalation next, Sender by, Move.@Nullable Note note, FloorEvent fact) {
        return note == null
                ? change(next, -1, fact)
                : change(next, -1, fact, new NoteAdded(next.id(), fence + 1, note.id(), by, note.text()));
    }

    private ConversationFloor change(Escalation next, long request, FloorEvent... facts) {
        if (isUntold()) {
            throw new IllegalStateException("the change before, fence " + fence + ", is not in the log yet");
        }
        return new ConversationFloor(
                key, fence + 1, next.number(), next, List.of(facts), Math.max(request, lastRequest), erasedAt);
    }

    private void requireNoneOpen() {
        if (open() != null) {
            throw new MoveNotAllowed(open());
        }
    }
}
