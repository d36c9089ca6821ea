package io.parley.session.revision;

import io.parley.events.AnswerRequested;
import io.parley.events.Floor;
import io.parley.events.MessageId;
import io.parley.platform.identity.Caller;
import io.parley.platform.log.ConversationLog;
import io.parley.session.conversation.Conversation;
import io.parley.session.conversation.Question;
import io.parley.session.conversation.StoredMessage;
import io.parley.session.delivery.ConversationFeed;
import io.parley.session.delivery.LiveConversations;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.Refusal;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Has the newest message of a conversation's owner answered again. Whoever reads the log counts the first request of a
 * generation, so that two at once come to one answer.
 */
public final class RegenerateAnswer {

    private final LiveConversations conversations;
    private final SaidMessages messages;
    private final ConversationLog log;
    private final RevisionLimits limits;

    RegenerateAnswer(
            LiveConversations conversations, SaidMessages messages, ConversationLog log, RevisionLimits limits) {
        this.conversations = conversations;
        this.messages = messages;
        this.log = log;
        this.limits = limits;
    }

    /** Completes when the request is in the log; fails with a {@link Refusal}. */
    public Mono<Void> regenerate(ConversationFeed feed, Caller caller, MessageId id) {
        return Mono.defer(() -> {
            limits.admit(caller);
            return messages.find(feed.key(), id)
                    .filter(message -> !message.deleted())
                    .switchIfEmpty(Mono.error(Refusals::noSuchMessage))
                    .flatMap(message -> request(feed, caller, message))
                    .onErrorMap(Refusals::of);
        });
    }

    private Mono<Void> request(ConversationFeed feed, Caller caller, StoredMessage message) {
        var now = feed.conversation();
        if (refusal(now, caller, message) == null) {
            return append(now, caller);
        }
        // A no rests on everything that was acknowledged, wherever it was.
        return conversations.open(feed.key()).flatMap(opened -> {
            var newest = opened.conversation();
            var refusal = refusal(newest, caller, message);
            return refusal == null ? append(newest, caller) : Mono.error(refusal);
        });
    }

    private static @Nullable Refusal refusal(Conversation conversation, Caller caller, StoredMessage message) {
        var question = conversation.question();
        if (!conversation.exists()) {
            return Refusals.noSuchConversation();
        }
        if (!conversation.access().isOwnedBy(caller.userId())) {
            return new Refusal(ErrorCode.FORBIDDEN, "Only its owner can have a conversation answered again.");
        }
        if (conversation.chatbotId() == null) {
            return new Refusal(ErrorCode.UNSUPPORTED, "No assistant answers in this conversation.");
        }
        if (question == null || !question.id().equals(message.id())) {
            return new Refusal(ErrorCode.NOT_LATEST, "Only the newest message can be answered again.");
        }
        if (conversation.reading().floor() != Floor.ASSISTANT) {
            return new Refusal(ErrorCode.CONFLICT, "A person answers at the moment.");
        }
        return question.open() ? new Refusal(ErrorCode.BUSY, "The message is still being answered.") : null;
    }

    private Mono<Void> append(Conversation conversation, Caller caller) {
        var question = conversation.question();
        var chatbotId = conversation.chatbotId();
        return question == null || chatbotId == null
                ? Mono.empty()
                : log.append(conversation.key(), request(question, caller, chatbotId))
                        .then();
    }

    private static AnswerRequested request(Question question, Caller caller, String chatbotId) {
        return new AnswerRequested(question.id(), question.generation() + 1, caller.userId(), chatbotId);
    }
}
