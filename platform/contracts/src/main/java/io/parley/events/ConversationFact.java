package io.parley.events;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * Something that happened in a conversation and stays true: the value of a record of the log.
 *
 * <p>Whose conversation it is stands in the record's key, when it happened in the record's timestamp, and its
 * place in the order is the record's offset; a fact repeats none of the three.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ConversationStarted.class, name = "conversation-started"),
    @JsonSubTypes.Type(value = MessagePosted.class, name = "message-posted"),
    @JsonSubTypes.Type(value = MessageEdited.class, name = "message-edited"),
    @JsonSubTypes.Type(value = MessageDeleted.class, name = "message-deleted"),
    @JsonSubTypes.Type(value = ReactionSet.class, name = "reaction-set"),
    @JsonSubTypes.Type(value = MessagesRead.class, name = "messages-read"),
    @JsonSubTypes.Type(value = HumanRequested.class, name = "human-requested"),
    @JsonSubTypes.Type(value = AnswerRequested.class, name = "answer-requested"),
    @JsonSubTypes.Type(value = HistoryCleared.class, name = "history-cleared"),
    @JsonSubTypes.Type(value = MessageRejected.class, name = "message-rejected"),
    @JsonSubTypes.Type(value = AnswerCompleted.class, name = "answer-completed"),
    @JsonSubTypes.Type(value = AnswerFailed.class, name = "answer-failed"),
    @JsonSubTypes.Type(value = EscalationRaised.class, name = "escalation-raised"),
    @JsonSubTypes.Type(value = AgentAssigned.class, name = "agent-assigned"),
    @JsonSubTypes.Type(value = EscalationReturned.class, name = "escalation-returned"),
    @JsonSubTypes.Type(value = HandedBack.class, name = "handed-back"),
    @JsonSubTypes.Type(value = EscalationResolved.class, name = "escalation-resolved"),
    @JsonSubTypes.Type(value = EscalationCancelled.class, name = "escalation-cancelled"),
    @JsonSubTypes.Type(value = NoteAdded.class, name = "note-added"),
})
public sealed interface ConversationFact permits ConversationEvent, AnswerEvent, FloorEvent {

    /** Whether a reader of this kind is shown the fact, so that it counts in that reader's {@code prev_seq}. */
    boolean isShownTo(Audience audience);
}
