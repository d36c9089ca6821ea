package io.parley.session.people;

import io.parley.events.CallerIds;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.log.ConversationKey;
import io.parley.platform.identity.Caller;
import io.parley.platform.log.AppendFailed;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.problem.Problem;
import io.parley.session.delivery.ConversationFeed;
import io.parley.session.delivery.LiveConversations;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Lets somebody into a conversation it takes part in, and begins one where its id is unused. Who may not enter gets
 * what an id that nobody uses gets.
 */
public final class EnterConversation {

    private static final Duration APPEND_LIMIT = Duration.ofSeconds(10);

    /** Ids that say who made them, and that nobody makes by coming first. */
    private static final List<String> RESERVED = List.of("ai_chat_", "thread_", "session-");

    private final LiveConversations conversations;
    private final ConversationLog log;
    private final PeopleProperties properties;

    public EnterConversation(LiveConversations conversations, ConversationLog log, PeopleProperties properties) {
        this.conversations = conversations;
        this.log = log;
        this.properties = properties;
    }

    /**
     * The conversation's feed; fails with a problem: 404 where there is none for this caller.
     *
     * @param create whether an unused id becomes a conversation of the caller's
     */
    public Mono<ConversationFeed> enter(Caller caller, String conversationId, boolean create) {
        if (!CallerIds.isValid(conversationId)) {
            return Mono.error(notFound());
        }
        var key = new ConversationKey(caller.tenant(), conversationId);
        // Opening waits for everything that was acknowledged before: a no is as good as a yes.
        return conversations
                .open(key)
                .flatMap(feed -> create && feed.conversation().mayBeStartedBy(caller.userId())
                        ? start(caller, key)
                        : Mono.just(feed))
                .filter(feed -> isOpenTo(feed, caller))
                .switchIfEmpty(Mono.error(EnterConversation::notFound));
    }

    /** Whether an id says who made it: somebody who comes first is not let make it. */
    public static boolean isReserved(String conversationId) {
        return RESERVED.stream().anyMatch(conversationId::startsWith);
    }

    /** Of several who start it the first in the log owns it; the others find somebody else's. */
    private Mono<ConversationFeed> start(Caller caller, ConversationKey key) {
        if (isReserved(key.conversation())) {
            return Mono.error(notFound());
        }
        var chatbot = properties.defaultChatbot();
        var started = new ConversationStarted(
                caller.userId(), ConversationKind.PEOPLE, chatbot.isBlank() ? null : chatbot.strip());
        return log.append(key, started)
                .timeout(APPEND_LIMIT)
                .onErrorMap(
                        AppendFailed.class,
                        _ -> Problem.unavailable("unavailable", "The conversation could not be begun."))
                .then(Mono.defer(() -> conversations.open(key)));
    }

    private static boolean isOpenTo(ConversationFeed feed, Caller caller) {
        return feed.conversation().access().isOpenTo(caller.userId(), caller.isAgent());
    }

    private static Problem notFound() {
        return Problem.notFound("conversation");
    }
}
