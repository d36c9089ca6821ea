package io.parley.escalation.conversation;

import io.parley.events.CallerIds;
import io.parley.events.log.ConversationKey;
import reactor.core.publisher.Mono;

/**
 * Lets a caller into a conversation it takes part in, by a view that has read everything that was acknowledged: a
 * conversation that was made a moment ago is there, and one that was erased is not.
 */
public final class EnterConversation {

    /** Completes when the view has what stood in the log at this moment. */
    public interface Barrier {
        Mono<Void> await(ConversationKey key);
    }

    private final Conversations conversations;
    private final Barrier barrier;

    public EnterConversation(Conversations conversations, Barrier barrier) {
        this.conversations = conversations;
        this.barrier = barrier;
    }

    /** The conversation, or nothing where there is none for this caller. */
    public Mono<Conversation> enter(ConversationKey key, String userId, boolean agent) {
        if (!CallerIds.isValid(key.conversation())) {
            return Mono.empty();
        }
        return barrier.await(key)
                .then(Mono.defer(() -> conversations.find(key)))
                .filter(conversation -> conversation.access().isOpenTo(userId, agent));
    }
}
