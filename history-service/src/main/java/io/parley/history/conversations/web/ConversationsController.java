package io.parley.history.conversations.web;

import io.parley.events.CallerIds;
import io.parley.history.conversations.ListConversations;
import io.parley.platform.identity.Caller;
import io.parley.platform.log.LogBarrier;
import io.parley.platform.problem.Problem;
import io.parley.platform.problem.QueryNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * {@code GET /chat/user/{user_id}/conversations}: one's own, and for agents those of others that are open to them. One
 * made a moment ago may stand in any partition of the log: all are waited for.
 */
@RestController
final class ConversationsController {

    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 200;

    private final ListConversations conversations;
    private final LogBarrier barrier;

    ConversationsController(ListConversations conversations, LogBarrier barrier) {
        this.conversations = conversations;
        this.barrier = barrier;
    }

    @GetMapping("/chat/user/{userId}/conversations")
    Mono<ConversationsPage> conversations(
            Caller caller,
            @PathVariable String userId,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (!CallerIds.isValid(userId) || !(caller.isAgent() || caller.userId().equals(userId))) {
            throw Problem.notFound("user");
        }
        int wanted = limit == null ? DEFAULT_LIMIT : (int) QueryNumber.between("limit", limit, 1, LARGEST_LIMIT);
        var after = cursor == null ? null : ListCursor.read(cursor);
        return barrier.awaitAll()
                .then(Mono.defer(() -> conversations.list(caller.tenant(), userId, caller.userId(), after, wanted)))
                .map(list -> ConversationsPage.of(userId, list));
    }
}
