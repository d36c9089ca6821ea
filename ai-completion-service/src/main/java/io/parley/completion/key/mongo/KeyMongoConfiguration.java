package io.parley.completion.key.mongo;

import io.parley.completion.key.StoredKeys;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** Keeps sealed keys in MongoDB. */
@Configuration(proxyBeanMethods = false)
class KeyMongoConfiguration {

    @Bean
    StoredKeys storedKeys(ReactiveMongoTemplate mongo) {
        return new MongoStoredKeys(mongo);
    }
}
