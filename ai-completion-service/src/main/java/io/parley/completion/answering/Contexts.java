package io.parley.completion.answering;

import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** What this service has read of each conversation. */
public interface Contexts {

    /** A context read on: to be stored only where the stored one is still the one that was read. */
    record Change(long readSeq, ConversationContext next) {}

    /** What decides what is to be done with a job, without anybody's words. */
    record Standing(long seq, long fence, List<Pending> pending) {

        Optional<Pending> find(MessageId answer) {
            return pending.stream().filter(one -> one.answer().equals(answer)).findFirst();
        }

        boolean isNext(MessageId answer) {
            return !pending.isEmpty() && pending.getFirst().answer().equals(answer);
        }
    }

    /** The contexts there are of these conversations. */
    Mono<Map<ConversationKey, ConversationContext>> find(Collection<ConversationKey> keys);

    Mono<Map<ConversationKey, Standing>> standings(Collection<ConversationKey> keys);

    /** Stores changes; false where one of them met a context that another replica had read on. */
    Mono<Boolean> replace(Collection<Change> changes);
}
