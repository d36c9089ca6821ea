package io.parley.escalation.floor.kafka;

import io.parley.escalation.floor.FloorEvents;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LiveTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FloorKafkaConfiguration {

    @Bean
    FloorEvents floorEvents(ConversationLog log, LiveTopic live) {
        return new KafkaFloorEvents(log, live);
    }
}
