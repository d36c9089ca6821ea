package io.parley.session.conversation.mongo;

import io.parley.platform.log.ConversationView;
import io.parley.session.conversation.Conversations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

@Configuration(proxyBeanMethods = false)
class ConversationMongoConfiguration {

    @Bean
    Conversations conversations(ReactiveMongoTemplate mongo) {
        return new MongoConversations(mongo);
    }

    @Bean
    ConversationView conversationView(ReactiveMongoTemplate mongo) {
        return new MongoConversationView(mongo);
    }
}
