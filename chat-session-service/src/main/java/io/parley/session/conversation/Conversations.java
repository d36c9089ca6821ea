package io.parley.session.conversation;

import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** This service's view of conversations. What it shows may be a moment behind the log; see {@code LogBarrier}. */
public interface Conversations {

    /** The conversation as far as it was read; one that was erased does not exist. */
    Mono<Conversation> find(ConversationKey key);

    /**
     * The newest finished messages up to the place a conversation was read to, oldest first: with their newest words,
     * without those that were deleted; of an answer that was asked for again, the newest.
     */
    Mono<List<RecentMessage>> recent(Conversation conversation, int limit);

    /** A message that was accepted earlier under this id. */
    Mono<AcceptedMessage> findAccepted(ConversationKey key, MessageId id);

    /** A message or an answer as it stands now, a deleted one included. */
    Mono<StoredMessage> findMessage(ConversationKey key, MessageId id);

    /** What came of asking the assistant with a message that was accepted; nothing while that is open. */
    Mono<AnswerOutcome> findOutcome(ConversationKey key, AcceptedMessage asked);

    /** Those of some messages and answers that there are, in no order; the ids are few. */
    Flux<StoredMessage> findMessages(ConversationKey key, Collection<MessageId> ids);
}
