package io.parley.escalation.conversation.mongo;

import io.parley.escalation.conversation.Conversations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

@Configuration(proxyBeanMethods = false)
class ConversationMongoConfiguration {

    @Bean
    Conversations conversations(ReactiveMongoTemplate mongo) {
        return new MongoConversations(mongo);
    }
}
