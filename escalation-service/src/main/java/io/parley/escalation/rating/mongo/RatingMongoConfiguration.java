package io.parley.escalation.rating.mongo;

import io.parley.escalation.rating.Ratings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

@Configuration(proxyBeanMethods = false)
class RatingMongoConfiguration {

    @Bean
    Ratings ratings(ReactiveMongoTemplate mongo) {
        return new MongoRatings(mongo);
    }
}
