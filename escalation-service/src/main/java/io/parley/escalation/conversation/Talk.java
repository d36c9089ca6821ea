package io.parley.escalation.conversation;

import io.parley.events.SenderType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the talk stands, as a desk shows it beside a conversation: who wrote last, and how much of it no agent has seen.
 *
 * @param visitorName as its last message told it
 * @param unread messages of the visitor since an agent wrote, or read everything
 */
public record Talk(
        @Nullable String visitorName,
        @Nullable Instant lastMessageAt,
        @Nullable SenderType lastSender,
        int unread) {

    public static final Talk NONE = new Talk(null, null, null, 0);

    Talk byVisitor(@Nullable String name, Instant at) {
        return new Talk(name == null ? visitorName : name, at, SenderType.USER, unread + 1);
    }

    Talk byAgent(Instant at) {
        return new Talk(visitorName, at, SenderType.AGENT, 0);
    }

    Talk byAssistant(Instant at) {
        return new Talk(visitorName, at, SenderType.ASSISTANT, unread);
    }

    /** @param newest place of the newest fact that people see; whoever read less than that has not read everything */
    Talk read(long upTo, long newest) {
        return upTo < newest ? this : new Talk(visitorName, lastMessageAt, lastSender, 0);
    }
}
