package io.parley.history.rejection.kafka;

import io.parley.events.CallerIds;
import io.parley.events.MessageRejected;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.UnreadableRecord;
import io.parley.history.rejection.RejectedRecord;
import io.parley.history.rejection.RejectionEvents;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LogTopology;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Appends {@link MessageRejected} to the conversation that an unreadable record's key names. */
final class KafkaRejectionEvents implements RejectionEvents {

    private final ConversationLog log;
    private final LogTopology topology;

    KafkaRejectionEvents(ConversationLog log, LogTopology topology) {
        this.log = log;
        this.topology = topology;
    }

    @Override
    public Mono<Void> publish(RejectedRecord record) {
        return Mono.justOrEmpty(conversation(record))
                .flatMap(key -> log.append(key, new MessageRejected(record.offset(), record.reason())))
                .then();
    }

    /** A record in another partition than its key's was not written by this suite: its offset means nothing there. */
    private Optional<ConversationKey> conversation(RejectedRecord record) {
        try {
            return Optional.of(ConversationKey.ofRecordKey(record.key() == null ? "" : record.key()))
                    .filter(key -> CallerIds.isValid(key.conversation()))
                    .filter(key -> key.partition(topology.partitions()) == record.partition());
        } catch (UnreadableRecord e) {
            return Optional.empty();
        }
    }
}
