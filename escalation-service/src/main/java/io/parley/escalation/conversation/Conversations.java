package io.parley.escalation.conversation;

import io.parley.events.log.ConversationKey;
import java.util.Collection;
import java.util.Map;
import reactor.core.publisher.Mono;

/** This service's view of conversations. What it shows may be a moment behind the log; see {@code LogBarrier}. */
public interface Conversations {

    Mono<Conversation> find(ConversationKey key);

    /** The conversations that are known already. */
    Mono<Map<ConversationKey, Conversation>> load(Collection<ConversationKey> keys);

    /**
     * Keeps conversations that were read on; fails where another replica has been faster.
     *
     * @param read as loaded, and as they are now
     */
    Mono<Void> keep(Map<Conversation, Conversation> read);
}
