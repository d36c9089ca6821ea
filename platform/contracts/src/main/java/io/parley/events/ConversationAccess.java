package io.parley.events;

import org.jspecify.annotations.Nullable;

/**
 * Whose a conversation is and who may reach it: the one rule of every service that lets people in.
 *
 * @param owner null until the conversation's start was read, and after it was erased
 * @param escalated whether a person was ever asked for
 */
public record ConversationAccess(
        @Nullable String owner, @Nullable ConversationKind kind, boolean escalated) {

    public static final ConversationAccess NONE = new ConversationAccess(null, null, false);

    /** Whether there is such a conversation. */
    public boolean exists() {
        return owner != null;
    }

    public boolean isOwnedBy(String userId) {
        return userId.equals(owner);
    }

    /**
     * Whether somebody of its tenant takes part in it: its owner always; an agent where people talk, and in anything
     * else once a person was asked for.
     */
    public boolean isOpenTo(String userId, boolean agent) {
        return exists() && (isOwnedBy(userId) || (agent && (kind == ConversationKind.PEOPLE || escalated)));
    }

    /** The kind of reader somebody is who takes part: an agent is a visitor in a conversation of its own. */
    public Audience audience(String userId) {
        return isOwnedBy(userId) ? Audience.VISITOR : Audience.AGENT;
    }

    /** Who may reach it after a fact that counts. */
    public ConversationAccess after(ConversationFact admitted) {
        return switch (admitted) {
            case ConversationStarted started -> new ConversationAccess(started.owner(), started.kind(), false);
            case EscalationRaised _, AgentAssigned _ -> new ConversationAccess(owner, kind, true);
            case HistoryCleared cleared when cleared.whole() -> NONE;
            default -> this;
        };
    }
}
