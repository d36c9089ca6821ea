package io.parley.session.acceptance;

import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.platform.log.AppendFailed;
import io.parley.platform.log.ConversationLog;
import io.parley.session.conversation.AcceptedMessage;
import io.parley.session.conversation.Conversations;
import io.parley.session.delivery.ConversationFeed;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.Refusal;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Accepts a message: once for each id, and only when this replica has read it back from the log, which says that it
 * is on every in-sync replica and where it stands.
 */
public final class SubmitMessage {

    private final Conversations conversations;
    private final ConversationLog log;
    private final MessageLimits limits;
    private final AcceptanceProperties properties;

    public SubmitMessage(
            Conversations conversations, ConversationLog log, MessageLimits limits, AcceptanceProperties properties) {
        this.conversations = conversations;
        this.log = log;
        this.limits = limits;
        this.properties = properties;
    }

    /**
     * A message on its way.
     *
     * @param repeated it had been accepted before this call: nothing was appended
     * @param accepted completes with its place; fails with a {@link Refusal} where it was not acknowledged in time
     */
    public record Submitted(boolean repeated, Mono<AcceptedMessage> accepted) {}

    /**
     * Looks the id up and prepares the append. The append itself begins when {@link Submitted#accepted} is subscribed
     * to, so that a socket that sends several messages subscribes in their order.
     *
     * @param chatbotId who is asked to answer; null asks nobody
     * @param reader the socket that sends, which is told by the feed; null where the caller tells by itself
     */
    public Mono<Submitted> submit(
            ConversationFeed feed,
            Sender sender,
            MessageDraft draft,
            @Nullable String chatbotId,
            @Nullable String reader) {
        if (draft.clientMessageId() == null) {
            return Mono.fromSupplier(() -> fresh(feed, sender, draft, MessageId.random(), chatbotId, reader));
        }
        var id = MessageId.of(feed.key(), sender.id(), draft.clientMessageId());
        return earlier(feed, id)
                .map(found -> new Submitted(true, Mono.just(found)))
                .switchIfEmpty(Mono.fromSupplier(() -> fresh(feed, sender, draft, id, chatbotId, reader)));
    }

    private Mono<AcceptedMessage> earlier(ConversationFeed feed, MessageId id) {
        return Mono.justOrEmpty(feed.findAccepted(id))
                .switchIfEmpty(conversations.findAccepted(feed.key(), id))
                // Not to know is not to accept: a second record would be dropped, but the first one's place is unknown.
                .onErrorMap(_ -> notAccepted());
    }

    private Submitted fresh(
            ConversationFeed feed,
            Sender sender,
            MessageDraft draft,
            MessageId id,
            @Nullable String chatbotId,
            @Nullable String reader) {
        limits.admit(feed.key().tenant(), sender.id(), id);
        var fact = new MessagePosted(id, sender, draft.content(), draft.metadata(), draft.clientMessageId(), chatbotId);
        return new Submitted(false, Mono.defer(() -> append(feed, fact, reader)));
    }

    private Mono<AcceptedMessage> append(ConversationFeed feed, MessagePosted fact, @Nullable String reader) {
        var expected = feed.expect(fact.messageId(), fact.clientMessageId(), reader);
        // A repeat while the first is on its way waits with it.
        Mono<Void> appended = expected.isFirst() ? log.append(feed.key(), fact).then() : Mono.empty();
        return appended.then(Mono.defer(expected::accepted))
                .timeout(properties.acknowledgeLimit())
                .onErrorMap(TimeoutException.class, _ -> notAccepted())
                .onErrorMap(AppendFailed.class, failed -> failed.isBusy() ? busy() : notAccepted())
                .doFinally(_ -> feed.forget(expected));
    }

    private static Refusal busy() {
        return new Refusal(ErrorCode.BUSY, "Too much is going on at the moment; please send it again.");
    }

    private static Refusal notAccepted() {
        return new Refusal(ErrorCode.NOT_ACCEPTED, "The message could not be accepted; please send it again.");
    }
}
