package io.parley.completion.chatbot.mongo;

import io.parley.completion.chatbot.Chatbots;
import io.parley.completion.chatbot.OwnChatbots;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** Keeps chatbots in MongoDB. */
@Configuration(proxyBeanMethods = false)
class ChatbotMongoConfiguration {

    @Bean
    Chatbots chatbots(ReactiveMongoTemplate mongo) {
        return new MongoChatbots(mongo);
    }

    @Bean
    OwnChatbots ownChatbots(ReactiveMongoTemplate mongo) {
        return new MongoOwnChatbots(mongo);
    }
}
