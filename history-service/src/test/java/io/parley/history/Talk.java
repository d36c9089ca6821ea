package io.parley.history;

import io.parley.events.AnswerCompleted;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.FinishReason;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A conversation as the other services write it. */
public record Talk(TestLog log, ConversationKey key, String owner) {

    /** A new conversation of a user, in a list of its own where the user is new. */
    public static Talk begin(TestLog log, String owner, ConversationKind kind) {
        var talk = new Talk(log, new ConversationKey(Callers.TENANT, "c." + UUID.randomUUID()), owner);
        talk.append(new ConversationStarted(owner, kind, "leta"));
        return talk;
    }

    public String id() {
        return key.conversation();
    }

    public LoggedFact append(ConversationFact fact) {
        return log.append(key, fact);
    }

    public LoggedFact says(String content) {
        return says(owner, SenderType.USER, content);
    }

    public LoggedFact says(String sender, SenderType type, String content) {
        return append(
                new MessagePosted(MessageId.random(), new Sender(sender, type, null), content, Map.of(), null, "leta"));
    }

    public LoggedFact answers(LoggedFact question, int generation, String text) {
        var id = idOf(question);
        return append(new AnswerCompleted(
                id.answer(generation),
                id,
                generation,
                1,
                0,
                "leta",
                text,
                FinishReason.STOP,
                List.of(),
                null,
                "gpt-4o-mini"));
    }

    public static MessageId idOf(LoggedFact logged) {
        return switch (logged.fact()) {
            case MessagePosted posted -> posted.messageId();
            case AnswerCompleted answer -> answer.answerId();
            default -> throw new IllegalArgumentException("it says nothing: " + logged.fact());
        };
    }
}
