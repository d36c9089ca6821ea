package io.parley.escalation.floor.kafka;

import io.parley.escalation.floor.FloorEvents;
import io.parley.events.FloorEvent;
import io.parley.events.log.ConversationKey;
import io.parley.platform.log.ConversationLog;
import reactor.core.publisher.Mono;

/** Appends changes of the floor to the log. */
final class KafkaFloorEvents implements FloorEvents {

    private final ConversationLog log;

    KafkaFloorEvents(ConversationLog log) {
        this.log = log;
    }

    @Override
    public Mono<Void> publish(ConversationKey key, FloorEvent fact) {
        return log.append(key, fact).then();
    }
}
