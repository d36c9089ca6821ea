package io.parley.escalation.floor.kafka;

import io.parley.escalation.floor.FloorEvents;
import io.parley.escalation.floor.HearRequests;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.ConversationView;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FloorKafkaConfiguration {

    @Bean
    FloorEvents floorEvents(ConversationLog log) {
        return new KafkaFloorEvents(log);
    }

    @Bean
    ConversationView conversationListener(HearRequests requests) {
        return new ConversationListener(requests);
    }
}
