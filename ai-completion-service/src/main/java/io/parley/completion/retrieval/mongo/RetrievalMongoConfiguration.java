package io.parley.completion.retrieval.mongo;

import io.parley.completion.retrieval.EmbeddedDocuments;
import io.parley.completion.retrieval.PassageChanges;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** Keeps in MongoDB what the indexes of all replicas have in common. */
@Configuration(proxyBeanMethods = false)
class RetrievalMongoConfiguration {

    @Bean
    PassageChanges passageChanges(ReactiveMongoTemplate mongo) {
        return new MongoPassageChanges(mongo);
    }

    @Bean
    EmbeddedDocuments embeddedDocuments(ReactiveMongoTemplate mongo) {
        return new MongoEmbeddedDocuments(mongo);
    }
}
