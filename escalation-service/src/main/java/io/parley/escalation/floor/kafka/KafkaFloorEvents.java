package io.parley.escalation.floor.kafka;

import io.parley.escalation.floor.FloorEvents;
import io.parley.events.FloorEvent;
import io.parley.events.live.QueuePosition;
import io.parley.events.log.ConversationKey;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LiveTopic;
import reactor.core.publisher.Mono;

/** Appends changes of the floor to the log, and publishes queue positions on the live topic. */
final class KafkaFloorEvents implements FloorEvents {

    private final ConversationLog log;
    private final LiveTopic live;

    KafkaFloorEvents(ConversationLog log, LiveTopic live) {
        this.log = log;
        this.live = live;
    }

    @Override
    public Mono<Void> publish(ConversationKey key, FloorEvent fact) {
        return log.append(key, fact).then();
    }

    @Override
    public Mono<Void> publishPosition(ConversationKey key, long position) {
        return live.publish(key, new QueuePosition(Math.toIntExact(position)));
    }
}
