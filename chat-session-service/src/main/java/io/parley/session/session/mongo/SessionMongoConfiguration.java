package io.parley.session.session.mongo;

import io.parley.platform.log.LogProperties;
import io.parley.session.session.ChatSessions;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

@Configuration(proxyBeanMethods = false)
class SessionMongoConfiguration {

    @Bean
    ChatSessions chatSessions(ReactiveMongoTemplate mongo, LogProperties log, Clock clock) {
        return new MongoChatSessions(mongo, log.replica(), clock);
    }
}
