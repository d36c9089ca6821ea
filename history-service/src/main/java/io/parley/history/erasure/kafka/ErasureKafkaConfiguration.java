package io.parley.history.erasure.kafka;

import io.parley.history.erasure.Erasures;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LogProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ErasureKafkaConfiguration {

    @Bean
    LogEraser logEraser(Erasures erasures, ConversationLog log, LogProperties properties) {
        return new LogEraser(erasures, log, properties);
    }
}
