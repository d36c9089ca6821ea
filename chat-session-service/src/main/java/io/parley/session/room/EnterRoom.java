package io.parley.session.room;

import io.parley.events.AiRooms;
import io.parley.events.CallerIds;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.log.ConversationKey;
import io.parley.platform.identity.Caller;
import io.parley.platform.log.AppendFailed;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.problem.Problem;
import io.parley.session.acceptance.SubmitMessage;
import io.parley.session.conversation.Conversation;
import io.parley.session.delivery.ConversationFeed;
import io.parley.session.delivery.LiveConversations;
import io.parley.session.people.EnterConversation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Lets a caller into a room of its own, and begins it with the first message. */
final class EnterRoom {

    private static final Duration APPEND_LIMIT = Duration.ofSeconds(10);

    /** Who answers in every room. */
    private static final String CHATBOT = "leta";

    private final LiveConversations conversations;
    private final SubmitMessage submitMessage;
    private final ConversationLog log;

    EnterRoom(LiveConversations conversations, SubmitMessage submitMessage, ConversationLog log) {
        this.conversations = conversations;
        this.submitMessage = submitMessage;
        this.log = log;
    }

    /**
     * The room's feed. Fails with a problem, 404 where it is not the caller's, and with a refusal where a message would be
     * refused: no room is begun for that.
     *
     * @param roomId null for the caller's default room
     */
    Mono<ConversationFeed> enter(Caller caller, @Nullable String roomId) {
        var ownDefault = AiRooms.defaultRoomOf(caller.userId());
        var id = roomId == null ? ownDefault : roomId;
        if (!id.equals(ownDefault) && (!CallerIds.isValid(id) || EnterConversation.isReserved(id))) {
            return Mono.error(notFound());
        }
        var key = new ConversationKey(caller.tenant(), id);
        // Opening waits for everything that was acknowledged before: a no is as good as a yes.
        return conversations
                .open(key)
                .flatMap(feed ->
                        feed.conversation().mayBeStartedBy(caller.userId()) ? start(caller, key) : Mono.just(feed))
                .filter(feed -> isRoomOf(caller, feed.conversation()))
                .switchIfEmpty(Mono.error(EnterRoom::notFound));
    }

    /** Of several first messages at once each starts it; the first start in the log counts. */
    private Mono<ConversationFeed> start(Caller caller, ConversationKey key) {
        return Mono.defer(() -> {
            submitMessage.requireRoom(caller.tenant(), caller.userId());
            return log.append(key, new ConversationStarted(caller.userId(), ConversationKind.AI_ROOM, CHATBOT))
                    .timeout(APPEND_LIMIT)
                    .onErrorMap(
                            AppendFailed.class, _ -> Problem.unavailable("unavailable", "The room could not be begun."))
                    .then(Mono.defer(() -> conversations.open(key)));
        });
    }

    private static boolean isRoomOf(Caller caller, Conversation conversation) {
        return conversation.access().kind() == ConversationKind.AI_ROOM
                && conversation.access().isOwnedBy(caller.userId());
    }

    private static Problem notFound() {
        return Problem.notFound("room");
    }
}
