package io.parley.session.conversation;

import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import java.util.List;
import reactor.core.publisher.Mono;

/** This service's view of conversations. What it shows may be a moment behind the log; see {@code LogBarrier}. */
public interface Conversations {

    /** The conversation as far as it was read; one that was erased does not exist. */
    Mono<Conversation> find(ConversationKey key);

    /**
     * The newest finished messages up to the place a conversation was read to, oldest first; of an answer that was
     * asked for again, the newest.
     */
    Mono<List<RecentMessage>> recent(Conversation conversation, int limit);

    /** A message that was accepted earlier under this id. */
    Mono<AcceptedMessage> findAccepted(ConversationKey key, MessageId id);
}
