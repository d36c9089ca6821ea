package io.parley.completion.chatbot.kafka;

import io.parley.completion.chatbot.ChatbotCatalogue;
import io.parley.platform.log.LogProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Announces chatbots on Kafka. */
@Configuration(proxyBeanMethods = false)
class ChatbotKafkaConfiguration {

    @Bean
    ChatbotCatalogue chatbotCatalogue(LogProperties properties) {
        return new KafkaChatbotCatalogue(properties);
    }
}
