package io.parley.completion.chatbot;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Seeds the chatbots while the context is made, before anything that runs is started. */
@Configuration(proxyBeanMethods = false)
class ChatbotConfiguration {

    @Bean(initMethod = "start")
    SeedChatbots seedChatbots(Chatbots chatbots, ChatbotCatalogue catalogue) {
        return new SeedChatbots("chatbots.json", chatbots, catalogue);
    }
}
