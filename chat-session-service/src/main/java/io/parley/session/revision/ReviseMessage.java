package io.parley.session.revision;

import io.parley.events.ConversationFact;
import io.parley.events.MessageDeleted;
import io.parley.events.MessageEdited;
import io.parley.events.MessageId;
import io.parley.events.ReactionSet;
import io.parley.platform.identity.Caller;
import io.parley.platform.log.ConversationLog;
import io.parley.session.acceptance.AcceptanceProperties;
import io.parley.session.acceptance.MessageDraft;
import io.parley.session.conversation.StoredMessage;
import io.parley.session.delivery.ConversationFeed;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.Refusal;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Changes what was said: its author may give it other words or take it back, and whoever takes part may react to it.
 * Each completes when the fact is in the log, and fails with a {@link Refusal}.
 */
public final class ReviseMessage {

    private final SaidMessages messages;
    private final ConversationLog log;
    private final RevisionLimits limits;
    private final AcceptanceProperties acceptance;

    ReviseMessage(SaidMessages messages, ConversationLog log, RevisionLimits limits, AcceptanceProperties acceptance) {
        this.messages = messages;
        this.log = log;
        this.limits = limits;
        this.acceptance = acceptance;
    }

    public Mono<Void> edit(ConversationFeed feed, Caller caller, MessageId id, String content) {
        return Mono.defer(() -> {
            limits.admit(caller);
            var words = MessageDraft.content(content, acceptance.maxLength());
            return own(feed, caller, id)
                    .filter(message -> !message.deleted())
                    .switchIfEmpty(Mono.error(Refusals::noSuchMessage))
                    .flatMap(_ -> append(feed, new MessageEdited(id, caller.userId(), words)));
        });
    }

    /** To take back what was taken back before is to have it so. */
    public Mono<Void> delete(ConversationFeed feed, Caller caller, MessageId id) {
        return Mono.defer(() -> {
            limits.admit(caller);
            return own(feed, caller, id)
                    .filter(message -> !message.deleted())
                    .flatMap(_ -> append(feed, new MessageDeleted(id, caller.userId())));
        });
    }

    /** @param reaction null takes an earlier one back */
    public Mono<Void> react(ConversationFeed feed, Caller caller, MessageId id, @Nullable String reaction) {
        return Mono.defer(() -> {
            limits.admit(caller);
            if (reaction != null && !Reactions.isReaction(reaction)) {
                throw new Refusal(ErrorCode.BAD_FRAME, "A reaction is up, down, one emoji, or null.");
            }
            return messages.find(feed.key(), id)
                    .filter(message -> !message.deleted())
                    .switchIfEmpty(Mono.error(Refusals::noSuchMessage))
                    .flatMap(_ -> append(feed, new ReactionSet(id, caller.userId(), reaction)));
        });
    }

    private Mono<StoredMessage> own(ConversationFeed feed, Caller caller, MessageId id) {
        return messages.find(feed.key(), id)
                .filter(message -> message.isBy(caller.userId()))
                .switchIfEmpty(
                        Mono.error(() -> new Refusal(ErrorCode.FORBIDDEN, "Only its author can change a message.")));
    }

    private Mono<Void> append(ConversationFeed feed, ConversationFact fact) {
        return log.append(feed.key(), fact).then().onErrorMap(Refusals::of);
    }
}
