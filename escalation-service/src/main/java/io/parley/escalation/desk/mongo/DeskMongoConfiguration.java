package io.parley.escalation.desk.mongo;

import io.parley.escalation.desk.Agents;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

@Configuration(proxyBeanMethods = false)
class DeskMongoConfiguration {

    @Bean
    Agents agents(ReactiveMongoTemplate mongo) {
        return new MongoAgents(mongo);
    }
}
