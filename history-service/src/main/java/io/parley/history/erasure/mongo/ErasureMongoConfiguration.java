package io.parley.history.erasure.mongo;

import io.parley.history.erasure.Erasures;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

@Configuration(proxyBeanMethods = false)
class ErasureMongoConfiguration {

    @Bean
    Erasures erasures(ReactiveMongoTemplate mongo) {
        return new MongoErasures(mongo, Clock.systemUTC());
    }
}
