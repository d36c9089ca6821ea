package io.parley.completion.chatbot;

import io.parley.completion.key.ApiKeys;
import io.parley.completion.key.ProviderAddresses;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Seeds and announces the chatbots while the context is made, before anything that runs is started. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ChatbotProperties.class)
class ChatbotConfiguration {

    @Bean(initMethod = "start")
    SeedChatbots seedChatbots(ChatbotProperties properties, Chatbots chatbots, ChatbotCatalogue catalogue) {
        return new SeedChatbots(properties.seed(), chatbots, catalogue);
    }

    @Bean
    StoredChatbotKeys chatbotKeys(ApiKeys keys, ProviderAddresses addresses) {
        return new StoredChatbotKeys(keys, addresses);
    }

    @Bean(initMethod = "start")
    AnnounceChatbots announceChatbots(OwnChatbots own, ChatbotCatalogue catalogue, List<ChatbotBelongings> belongings) {
        return new AnnounceChatbots(own, catalogue, belongings);
    }

    @Bean
    EditChatbots editChatbots(OwnChatbots own, Chatbots chatbots, ChatbotKeys keys, AnnounceChatbots announcing) {
        return new EditChatbots(own, chatbots, keys, announcing, Clock.systemUTC());
    }

    @Bean
    PersonaFile defaultPersona(ChatbotProperties properties) {
        return PersonaFile.read(properties.persona());
    }
}
