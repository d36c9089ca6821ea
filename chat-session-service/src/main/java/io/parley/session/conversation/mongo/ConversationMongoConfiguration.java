package io.parley.session.conversation.mongo;

import io.parley.platform.log.ConversationView;
import io.parley.session.conversation.Conversations;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

@Configuration(proxyBeanMethods = false)
class ConversationMongoConfiguration {

    @Bean
    MessageBuckets messageBuckets(ReactiveMongoTemplate mongo) {
        return new MessageBuckets(mongo);
    }

    @Bean
    Conversations conversations(ReactiveMongoTemplate mongo, MessageBuckets buckets) {
        return new MongoConversations(mongo, buckets);
    }

    @Bean
    ConversationView conversationView(ReactiveMongoTemplate mongo) {
        return new MongoConversationView(mongo);
    }

    @Bean(destroyMethod = "close")
    MessageErasures messageErasures(ReactiveMongoTemplate mongo, MessageBuckets buckets, Clock clock) {
        return new MessageErasures(mongo, buckets, clock);
    }
}
