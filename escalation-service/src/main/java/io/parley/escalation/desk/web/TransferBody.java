package io.parley.escalation.desk.web;

import io.parley.escalation.floor.Move;
import io.parley.escalation.floor.Mover;
import io.parley.events.CallerIds;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * To whom an escalation is given, checked.
 *
 * @param toAgent either this
 * @param toTeam or that
 */
record TransferBody(@Nullable String toAgent, @Nullable String toTeam, Move.@Nullable Note note) {

    private static final int ID = 128;
    private static final int TEAM = 64;
    private static final int NOTE = 4_000;

    static TransferBody parse(byte @Nullable [] body) {
        var json = JsonBody.parse(body);
        var toAgent = json.text("to_agent", ID);
        var toTeam = json.text("to_team", TEAM);
        if ((toAgent == null) == (toTeam == null)) {
            throw JsonBody.bad("Either to_agent or to_team is needed.");
        }
        if (toAgent != null && (!CallerIds.isValid(toAgent) || toAgent.equals(Sender.ASSISTANT.id()))) {
            throw JsonBody.bad("to_agent must be the id of an agent.");
        }
        return new TransferBody(toAgent, toTeam, note(json));
    }

    /** The note of any move, if it has one. */
    static Move.@Nullable Note note(JsonBody json) {
        var text = json.text("note", NOTE);
        return text == null ? null : new Move.Note(UUID.randomUUID(), text);
    }

    /** @param agentName of {@code to_agent}, where it is known */
    Move by(Mover mover, @Nullable String agentName) {
        return toAgent != null
                ? new Move.ToAgent(mover, new Sender(toAgent, SenderType.AGENT, agentName), note)
                : new Move.ToTeam(mover, Objects.requireNonNull(toTeam), note);
    }
}
