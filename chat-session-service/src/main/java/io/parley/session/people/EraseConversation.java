package io.parley.session.people;

import io.parley.events.HistoryCleared;
import io.parley.platform.identity.Caller;
import io.parley.platform.log.AppendFailed;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LogBarrier;
import io.parley.platform.problem.Problem;
import io.parley.session.delivery.ConversationFeed;
import io.parley.session.delivery.LiveConversations;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Erases a conversation for its owner: everywhere, from the place of the log on that says so. */
public final class EraseConversation {

    private static final Duration APPEND_LIMIT = Duration.ofSeconds(10);

    private final EnterConversation enterConversation;
    private final LiveConversations conversations;
    private final ConversationLog log;
    private final LogBarrier barrier;

    public EraseConversation(
            EnterConversation enterConversation,
            LiveConversations conversations,
            ConversationLog log,
            LogBarrier barrier) {
        this.enterConversation = enterConversation;
        this.conversations = conversations;
        this.log = log;
        this.barrier = barrier;
    }

    /**
     * Completes when the view and the sockets of this replica know it. Fails with a problem: 403 for an agent who takes
     * part and does not own it, 404 for everybody else, and once it is erased.
     */
    public Mono<Void> erase(Caller caller, String conversationId) {
        return enterConversation
                .enter(caller, conversationId, false)
                .flatMap(feed -> feed.conversation().access().isOwnedBy(caller.userId())
                        ? erase(caller, feed)
                        : Mono.error(Problem.forbidden("Only its owner can erase a conversation.")));
    }

    private Mono<Void> erase(Caller caller, ConversationFeed feed) {
        var fence = feed.conversation().reading().fence() + 1;
        return log.append(feed.key(), new HistoryCleared(caller.userId(), true, fence))
                .timeout(APPEND_LIMIT)
                .onErrorMap(
                        AppendFailed.class,
                        _ -> Problem.unavailable("unavailable", "The conversation could not be erased."))
                .then(Mono.defer(() -> barrier.await(feed.key())))
                .then(Mono.defer(() -> conversations.open(feed.key())))
                .then();
    }
}
