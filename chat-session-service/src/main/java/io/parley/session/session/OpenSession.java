package io.parley.session.session;

import io.parley.events.CallerIds;
import io.parley.events.Chatbot;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.log.ConversationKey;
import io.parley.platform.identity.Caller;
import io.parley.platform.log.AppendFailed;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LogBarrier;
import io.parley.platform.problem.Problem;
import io.parley.session.chatbot.CatalogueBarrier;
import io.parley.session.chatbot.ChatbotCatalogue;
import io.parley.session.conversation.Conversation;
import io.parley.session.conversation.Conversations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Gives a user the session with a chatbot: the active one, so that tabs share it, or a new one that goes on in the
 * last conversation.
 */
public final class OpenSession {

    private static final int PREVIOUS_MESSAGES = 50;
    private static final Duration APPEND_LIMIT = Duration.ofSeconds(10);

    /** How often another request may win the race for the session before this one gives up. */
    private static final int RACES = 10;

    private final ChatSessions sessions;
    private final EndSession endSession;
    private final ChatbotCatalogue chatbots;
    private final CatalogueBarrier announced;
    private final Conversations conversations;
    private final ConversationLog log;
    private final LogBarrier barrier;
    private final SessionProperties properties;
    private final Clock clock;

    public OpenSession(
            ChatSessions sessions,
            EndSession endSession,
            ChatbotCatalogue chatbots,
            CatalogueBarrier announced,
            Conversations conversations,
            ConversationLog log,
            LogBarrier barrier,
            SessionProperties properties,
            Clock clock) {
        this.sessions = sessions;
        this.endSession = endSession;
        this.chatbots = chatbots;
        this.announced = announced;
        this.conversations = conversations;
        this.log = log;
        this.barrier = barrier;
        this.properties = properties;
        this.clock = clock;
    }

    /** What a user may say about the conversation of a session. */
    public sealed interface Wish {

        /** To go on where the last session was. */
        record GoOn() implements Wish {}

        record NewConversation() implements Wish {}

        /** A conversation of the user's own that exists. */
        record In(String conversation) implements Wish {}
    }

    /** Fails with a problem: 404 for a chatbot or conversation that is not there, or is somebody else's. */
    public Mono<OpenedSession> open(Caller caller, String chatbotId, Wish wish) {
        return announced.await().then(Mono.defer(() -> {
            var chatbot = chatbots.find(caller.tenant(), chatbotId).orElseThrow(() -> Problem.notFound("chatbot"));
            return wishedConversation(caller, chatbot, wish)
                    .flatMap(_ -> claim(caller, chatbot, wish, RACES))
                    .flatMap(claimed -> describe(claimed, chatbot));
        }));
    }

    private record Claimed(ChatSession session, boolean created) {}

    private Mono<Boolean> wishedConversation(Caller caller, Chatbot chatbot, Wish wish) {
        if (!(wish instanceof Wish.In(String conversation))) {
            return Mono.just(true);
        }
        if (!CallerIds.isValid(conversation)) {
            return Mono.error(Problem.notFound("conversation"));
        }
        var key = new ConversationKey(caller.tenant(), conversation);
        return barrier.await(key)
                .then(conversations.find(key))
                .filter(found -> found.access().isOwnedBy(caller.userId())
                        && found.access().kind() == ConversationKind.SESSION
                        && chatbot.id().equals(found.chatbotId()))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("conversation")))
                .thenReturn(true);
    }

    private Mono<Claimed> claim(Caller caller, Chatbot chatbot, Wish wish, int races) {
        if (races == 0) {
            return Mono.error(Problem.unavailable("busy", "Too many sessions were asked for at once."));
        }
        return sessions.findLast(caller.tenant(), caller.userId(), chatbot.id())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(last -> Mono.justOrEmpty(last)
                        .flatMap(session -> goOn(session, wish))
                        .switchIfEmpty(Mono.defer(() -> create(caller, chatbot, wish, last.orElse(null)))))
                // Somebody was faster: theirs is the session now.
                .switchIfEmpty(Mono.defer(() -> claim(caller, chatbot, wish, races - 1)));
    }

    /** The last session, if it is still to be used; empty where a new one is needed. */
    private Mono<Claimed> goOn(ChatSession last, Wish wish) {
        boolean fits =
                switch (wish) {
                    case Wish.GoOn _ -> true;
                    case Wish.NewConversation _ -> false;
                    case Wish.In(String conversation) ->
                        last.conversation().conversation().equals(conversation);
                };
        if (!fits) {
            return Mono.empty();
        }
        var now = clock.instant();
        if (!last.ended()) {
            return sessions.askedFor(last.id(), now).thenReturn(new Claimed(last, false));
        }
        return isRevivable(last, now) ? sessions.revive(last, now).thenReturn(new Claimed(last, false)) : Mono.empty();
    }

    /** Whether a session ended so lately that asking for it, or connecting to it, goes on with it. */
    boolean isRevivable(ChatSession session, Instant now) {
        var endedAt = session.endedByUserAt();
        return endedAt != null && endedAt.plus(properties.reviveWithin()).isAfter(now);
    }

    /** A new session in place of the last one; empty where that is not the last one any more. */
    private Mono<Claimed> create(Caller caller, Chatbot chatbot, Wish wish, @Nullable ChatSession last) {
        var session = new ChatSession(
                UUID.randomUUID().toString(),
                caller.userId(),
                chatbot.id(),
                conversation(caller, wish, last),
                false,
                null);
        return sessions.open(session, last == null ? null : last.id(), clock.instant())
                .filter(won -> won)
                .flatMap(_ -> (last == null || last.ended() ? Mono.<Void>empty() : endSession.replace(last))
                        .thenReturn(new Claimed(session, true)));
    }

    private static ConversationKey conversation(Caller caller, Wish wish, @Nullable ChatSession last) {
        return switch (wish) {
            case Wish.In(String conversation) -> new ConversationKey(caller.tenant(), conversation);
            case Wish.GoOn _ when last != null -> last.conversation();
            case Wish.GoOn _, Wish.NewConversation _ ->
                new ConversationKey(caller.tenant(), UUID.randomUUID().toString());
        };
    }

    private Mono<OpenedSession> describe(Claimed claimed, Chatbot chatbot) {
        var session = claimed.session();
        return existing(session)
                .flatMap(conversation -> conversations
                        .recent(conversation, PREVIOUS_MESSAGES)
                        .map(previous -> new OpenedSession(
                                session,
                                chatbot,
                                conversation,
                                previous,
                                clock.instant().plus(properties.idleEnd()),
                                claimed.created())));
    }

    /** The session's conversation; begun here where nobody has begun it yet. */
    private Mono<Conversation> existing(ChatSession session) {
        var key = session.conversation();
        var read = barrier.await(key).then(conversations.find(key)).filter(Conversation::exists);
        return read.switchIfEmpty(Mono.defer(() -> log.append(
                        key, new ConversationStarted(session.userId(), ConversationKind.SESSION, session.chatbotId()))
                .timeout(APPEND_LIMIT)
                .onErrorMap(
                        AppendFailed.class,
                        _ -> Problem.unavailable("unavailable", "The conversation could not be begun."))
                .then(read)));
    }
}
