package io.parley.completion.answering.mongo;

import io.parley.completion.answering.AnsweringProperties;
import io.parley.completion.answering.Contexts;
import io.parley.completion.answering.OpenAnswers;
import io.parley.completion.answering.Replica;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** Keeps jobs and contexts in MongoDB. */
@Configuration(proxyBeanMethods = false)
class AnsweringMongoConfiguration {

    @Bean
    OpenAnswers openAnswers(ReactiveMongoTemplate mongo, Replica replica, AnsweringProperties properties) {
        return new MongoOpenAnswers(mongo, replica, properties.lease(), Clock.systemUTC());
    }

    @Bean
    Contexts contexts(ReactiveMongoTemplate mongo) {
        return new MongoContexts(mongo);
    }
}
