package io.parley.history.rejection.kafka;

import io.parley.history.rejection.DeadLetters;
import io.parley.history.rejection.RejectionEvents;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LogProperties;
import io.parley.platform.log.LogTopology;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RejectionKafkaConfiguration {

    @Bean
    DeadLetters deadLetters(LogProperties properties) {
        return new KafkaDeadLetters(properties);
    }

    @Bean
    RejectionEvents rejectionEvents(ConversationLog log, LogTopology topology) {
        return new KafkaRejectionEvents(log, topology);
    }
}
