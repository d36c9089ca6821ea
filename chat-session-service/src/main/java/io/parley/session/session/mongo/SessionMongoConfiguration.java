package io.parley.session.session.mongo;

import io.parley.session.session.ChatSessions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

@Configuration(proxyBeanMethods = false)
class SessionMongoConfiguration {

    @Bean
    ChatSessions chatSessions(ReactiveMongoTemplate mongo) {
        return new MongoChatSessions(mongo);
    }
}
