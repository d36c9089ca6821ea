package io.parley.completion.chatbot;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Seeds the chatbots while the context is made, before anything that runs is started. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ChatbotProperties.class)
class ChatbotConfiguration {

    @Bean(initMethod = "start")
    SeedChatbots seedChatbots(ChatbotProperties properties, Chatbots chatbots, ChatbotCatalogue catalogue) {
        return new SeedChatbots(properties.seed(), chatbots, catalogue);
    }
}
