package io.parley.events;

import java.util.UUID;

/**
 * A change of who may speak for the product. Written by the escalation service alone; one whose fence is not above
 * the conversation's is ignored by every reader.
 */
public sealed interface FloorEvent extends ConversationFact
        permits EscalationRaised,
                AgentAssigned,
                EscalationReturned,
                HandedBack,
                EscalationResolved,
                EscalationCancelled,
                NoteAdded {

    UUID escalationId();

    /** The conversation's fence from this fact on. A note carries the fence it was written under and changes nothing. */
    long fence();

    /** Who holds the floor from this fact on; meaningless for a note. */
    default Floor floor() {
        return switch (this) {
            case EscalationRaised _, EscalationReturned _ -> Floor.QUEUE;
            case AgentAssigned _, NoteAdded _ -> Floor.AGENT;
            case HandedBack _, EscalationResolved _, EscalationCancelled _ -> Floor.ASSISTANT;
        };
    }

    @Override
    default boolean isShownTo(Audience audience) {
        return audience == Audience.AGENT || !(this instanceof NoteAdded);
    }
}
