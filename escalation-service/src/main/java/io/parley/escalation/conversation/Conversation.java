package io.parley.escalation.conversation;

import io.parley.events.AgentAssigned;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.ConversationReading;
import io.parley.events.log.LoggedFact;
import org.jspecify.annotations.Nullable;

/**
 * What this service knows of a conversation from the log.
 *
 * @param reading how far it was read
 * @param owner null until the conversation's start was read
 * @param escalated whether a person was ever asked for
 */
public record Conversation(
        ConversationKey key,
        ConversationReading reading,
        @Nullable String owner,
        @Nullable ConversationKind kind,
        boolean escalated) {

    public static Conversation unread(ConversationKey key) {
        return new Conversation(key, ConversationReading.NONE, null, null, false);
    }

    /**
     * Whether somebody of its tenant takes part in it: its owner always; an agent where people talk, and in anything
     * else once a person was asked for.
     */
    public boolean isOpenTo(String userId, boolean agent) {
        return owner != null && (owner.equals(userId) || (agent && (kind == ConversationKind.PEOPLE || escalated)));
    }

    public boolean isOwnedBy(String userId) {
        return userId.equals(owner);
    }

    /** The conversation after its next fact. */
    public Conversation read(LoggedFact logged) {
        var step = reading.read(logged);
        if (!step.isAdmitted()) {
            return new Conversation(key, step.next(), owner, kind, escalated);
        }
        return switch (logged.fact()) {
            case ConversationStarted started ->
                new Conversation(key, step.next(), started.owner(), started.kind(), escalated);
            case EscalationRaised _, AgentAssigned _ -> new Conversation(key, step.next(), owner, kind, true);
            default -> new Conversation(key, step.next(), owner, kind, escalated);
        };
    }
}
