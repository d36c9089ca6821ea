package io.parley.escalation.floor.mongo;

import io.parley.escalation.floor.Floors;
import io.parley.escalation.floor.OpenWork;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

@Configuration(proxyBeanMethods = false)
class FloorMongoConfiguration {

    @Bean
    Floors floors(ReactiveMongoTemplate mongo) {
        return new MongoFloors(mongo);
    }

    @Bean
    OpenWork openWork(ReactiveMongoTemplate mongo) {
        return new MongoOpenWork(mongo);
    }

    @Bean(initMethod = "declare", destroyMethod = "close")
    FloorIndexes floorIndexes(ReactiveMongoTemplate mongo) {
        return new FloorIndexes(mongo);
    }
}
