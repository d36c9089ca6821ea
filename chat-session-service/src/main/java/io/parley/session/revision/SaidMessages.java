package io.parley.session.revision;

import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import io.parley.platform.log.LogBarrier;
import io.parley.session.conversation.Conversations;
import io.parley.session.conversation.StoredMessage;
import reactor.core.publisher.Mono;

/** Finds what was said, also a moment ago on another replica: what the view does not have yet is waited for. */
final class SaidMessages {

    private final Conversations conversations;
    private final LogBarrier barrier;

    SaidMessages(Conversations conversations, LogBarrier barrier) {
        this.conversations = conversations;
        this.barrier = barrier;
    }

    /** A message or an answer that is there to be seen; fails with {@code not_found}. */
    Mono<StoredMessage> find(ConversationKey key, MessageId id) {
        var found = conversations.findMessage(key, id);
        return found.switchIfEmpty(Mono.defer(() -> barrier.await(key).then(found)))
                .filter(message -> !message.isVoid())
                .switchIfEmpty(Mono.error(Refusals::noSuchMessage))
                .onErrorMap(Refusals::of);
    }
}
