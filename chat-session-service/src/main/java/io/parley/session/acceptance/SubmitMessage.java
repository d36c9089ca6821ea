package io.parley.session.acceptance;

import io.parley.events.Floor;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.events.WhileAnswering;
import io.parley.events.log.ConversationKey;
import io.parley.platform.log.AppendFailed;
import io.parley.platform.log.ConversationLog;
import io.parley.session.chatbot.ChatbotCatalogue;
import io.parley.session.conversation.AcceptedMessage;
import io.parley.session.conversation.Conversation;
import io.parley.session.conversation.Conversations;
import io.parley.session.delivery.ConversationFeed;
import io.parley.session.delivery.Expected;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Accepts a message: once for each id, and only when this replica has read it back from the log, which says that it
 * is on every in-sync replica and where it stands.
 */
public final class SubmitMessage {

    private static final Duration LOOKUP_LIMIT = Duration.ofSeconds(2);

    /** So long after a lookup failed, the next ones fail at once: those that wait behind it do not wait in turn. */
    private static final Duration LOOKUP_PAUSE = Duration.ofSeconds(1);

    private final Conversations conversations;
    private final ChatbotCatalogue chatbots;
    private final ConversationLog log;
    private final MessageLimits limits;
    private final AcceptanceProperties properties;
    private final Clock clock;

    // Conversations whose chatbot takes one question at a time, and is just being asked one.
    private final Set<ConversationKey> asking = ConcurrentHashMap.newKeySet();
    private volatile Instant noLookupBefore = Instant.MIN;

    public SubmitMessage(
            Conversations conversations,
            ChatbotCatalogue chatbots,
            ConversationLog log,
            MessageLimits limits,
            AcceptanceProperties properties,
            Clock clock) {
        this.conversations = conversations;
        this.chatbots = chatbots;
        this.log = log;
        this.limits = limits;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * A message on its way.
     *
     * @param repeated it had been accepted before this call: nothing was appended
     * @param accepted completes with its place; fails with a {@link Refusal} where it was not acknowledged in time
     */
    public record Submitted(boolean repeated, Mono<AcceptedMessage> accepted) {}

    /**
     * A message that cannot be lost any more.
     *
     * @param first whether these very words are the message; otherwise it had been sent before, maybe with others
     */
    public record Acknowledged(AcceptedMessage accepted, boolean first) {}

    /**
     * Looks the id up and prepares the append. The append itself begins when {@link Submitted#accepted} is subscribed
     * to, so that a socket that sends several messages subscribes in their order.
     *
     * @param reader the socket that sends, which is told by the feed
     */
    public Mono<Submitted> submit(ConversationFeed feed, Sender sender, MessageDraft draft, String reader) {
        return prepare(feed, sender, draft, reader)
                .map(prepared -> new Submitted(prepared.repeated, prepared.acknowledged.map(Acknowledged::accepted)));
    }

    /**
     * To be asked before anything is begun for a message.
     *
     * @throws Refusal rate_limited where it would be refused
     */
    public void requireRoom(String tenant, String userId) {
        limits.requireRoom(tenant, userId);
    }

    /** Accepts a message that did not come on a socket; fails with a {@link Refusal}. */
    public Mono<Acknowledged> submit(ConversationFeed feed, Sender sender, MessageDraft draft) {
        return prepare(feed, sender, draft, null).flatMap(Prepared::acknowledged);
    }

    private record Prepared(boolean repeated, Mono<Acknowledged> acknowledged) {}

    private Mono<Prepared> prepare(ConversationFeed feed, Sender sender, MessageDraft draft, @Nullable String reader) {
        if (!feed.conversation().exists()) {
            return Mono.error(new Refusal(ErrorCode.NOT_FOUND, "There is no such conversation any more."));
        }
        if (draft.clientMessageId() == null) {
            return Mono.fromSupplier(() -> fresh(feed, sender, draft, MessageId.random(), reader));
        }
        var id = MessageId.of(feed.key(), sender.id(), draft.clientMessageId());
        return earlier(feed, id)
                .map(found -> new Prepared(true, Mono.just(new Acknowledged(found, false))))
                .switchIfEmpty(Mono.fromSupplier(() -> fresh(feed, sender, draft, id, reader)));
    }

    private Mono<AcceptedMessage> earlier(ConversationFeed feed, MessageId id) {
        return Mono.justOrEmpty(feed.findAccepted(id)).switchIfEmpty(Mono.defer(() -> lookUp(feed.key(), id)));
    }

    private Mono<AcceptedMessage> lookUp(ConversationKey key, MessageId id) {
        if (clock.instant().isBefore(noLookupBefore)) {
            return Mono.error(notAccepted());
        }
        return conversations
                .findAccepted(key, id)
                .timeout(LOOKUP_LIMIT)
                .doOnError(_ -> noLookupBefore = clock.instant().plus(LOOKUP_PAUSE))
                // Not to know is not to accept: a second record would be dropped, but the first one's place is unknown.
                .onErrorMap(_ -> notAccepted());
    }

    private Prepared fresh(
            ConversationFeed feed, Sender sender, MessageDraft draft, MessageId id, @Nullable String reader) {
        var conversation = feed.conversation();
        var chatbotId = asked(conversation, sender, draft);
        boolean alone = chatbotId != null && takesOneAtATime(conversation, chatbotId);
        if (alone && conversation.isAnswering()) {
            throw stillAnswering();
        }
        limits.admit(feed.key().tenant(), sender.id(), id);
        var fact = new MessagePosted(id, sender, draft.content(), draft.metadata(), draft.clientMessageId(), chatbotId);
        return new Prepared(false, Mono.defer(() -> append(feed, fact, reader, alone)));
    }

    /** Who is to answer: the conversation's chatbot answers its owner, unless that wants no answer. */
    private static @Nullable String asked(Conversation conversation, Sender sender, MessageDraft draft) {
        return conversation.access().isOwnedBy(sender.id()) && !draft.isSilent() ? conversation.chatbotId() : null;
    }

    private boolean takesOneAtATime(Conversation conversation, String chatbotId) {
        return conversation.reading().floor() == Floor.ASSISTANT
                && chatbots.find(conversation.key().tenant(), chatbotId)
                        .filter(chatbot -> chatbot.whileAnswering() == WhileAnswering.REJECT)
                        .isPresent();
    }

    private Mono<Acknowledged> append(
            ConversationFeed feed, MessagePosted fact, @Nullable String reader, boolean alone) {
        var expected = feed.expect(fact.messageId(), fact.clientMessageId(), reader);
        return (expected.isFirst() ? append(feed, fact, expected, alone) : others(expected))
                .timeout(properties.acknowledgeLimit())
                // The broker's own answer can be lost though the message is there: what was read back is accepted.
                .onErrorResume(failure -> expected.soFar()
                        .map(accepted -> Mono.just(new Acknowledged(accepted, false)))
                        .orElseGet(() -> Mono.error(failure)))
                .onErrorMap(TimeoutException.class, _ -> notAccepted())
                .onErrorMap(AppendFailed.class, failed -> failed.isBusy() ? busy() : notAccepted())
                .doFinally(_ -> feed.forget(expected));
    }

    private Mono<Acknowledged> append(ConversationFeed feed, MessagePosted fact, Expected expected, boolean alone) {
        if (alone && (feed.conversation().isAnswering() || !asking.add(feed.key()))) {
            return Mono.error(stillAnswering());
        }
        return log.append(feed.key(), fact)
                .flatMap(place ->
                        expected.accepted().map(accepted -> new Acknowledged(accepted, accepted.seq() == place.seq())))
                .doFinally(_ -> {
                    if (alone) {
                        asking.remove(feed.key());
                    }
                });
    }

    /** A repeat while the first is on its way waits with it. */
    private static Mono<Acknowledged> others(Expected expected) {
        return expected.accepted().map(accepted -> new Acknowledged(accepted, false));
    }

    private static Refusal stillAnswering() {
        return new Refusal(ErrorCode.BUSY, "The assistant is still answering; please send it again afterwards.");
    }

    private static Refusal busy() {
        return new Refusal(ErrorCode.BUSY, "Too much is going on at the moment; please send it again.");
    }

    private static Refusal notAccepted() {
        return new Refusal(ErrorCode.NOT_ACCEPTED, "The message could not be accepted; please send it again.");
    }
}
