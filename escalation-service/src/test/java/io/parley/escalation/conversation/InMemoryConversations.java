package io.parley.escalation.conversation;

import io.parley.events.log.ConversationKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import reactor.core.publisher.Mono;

/** The view of conversations in a map. */
public final class InMemoryConversations implements Conversations {

    private final Map<ConversationKey, Conversation> conversations = new HashMap<>();

    @Override
    public Mono<Conversation> find(ConversationKey key) {
        return Mono.justOrEmpty(conversations.get(key));
    }

    @Override
    public Mono<Map<ConversationKey, Conversation>> load(Collection<ConversationKey> keys) {
        return Mono.fromSupplier(() -> {
            var loaded = new HashMap<>(conversations);
            loaded.keySet().retainAll(keys);
            return loaded;
        });
    }

    @Override
    public Mono<Void> keep(Map<Conversation, Conversation> read) {
        return Mono.fromRunnable(() -> read.values().forEach(after -> conversations.put(after.key(), after)));
    }

    /** As a crash leaves it that came before the view was kept. */
    public void forget(ConversationKey key) {
        conversations.remove(key);
    }
}
