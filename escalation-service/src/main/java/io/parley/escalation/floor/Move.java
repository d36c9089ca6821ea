package io.parley.escalation.floor;

import io.parley.events.Sender;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to happen to an escalation that there is already. Whether it may is for {@link Escalation} to
 * say, by where it is and whose it is.
 */
public sealed interface Move {

    /** A word to the other agents that goes with a move, once however often the move is told. */
    record Note(UUID id, String text) {}

    /** An agent takes a waiting one; taking one's own again changes nothing. */
    record Claim(Sender agent) implements Move {}

    /** To another agent, at once. */
    record ToAgent(Mover by, Sender agent, @Nullable Note note) implements Move {}

    /** Into the queue, for a team. */
    record ToTeam(Mover by, String team, @Nullable Note note) implements Move {}

    /** Into the queue again. */
    record Return(Mover by) implements Move {}

    /** To the assistant. */
    record HandBack(Mover by) implements Move {}

    /** It is settled. */
    record Resolve(Mover by, @Nullable Note note) implements Move {}

    /** The visitor no longer wants anybody. */
    record Cancel(Sender visitor) implements Move {}
}
