package io.parley.history.rejection.mongo;

import io.parley.history.rejection.Rejections;
import io.parley.platform.log.LogTopology;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

@Configuration(proxyBeanMethods = false)
class RejectionMongoConfiguration {

    @Bean
    Rejections rejections(ReactiveMongoTemplate mongo, LogTopology topology) {
        return new MongoRejections(mongo, topology);
    }
}
