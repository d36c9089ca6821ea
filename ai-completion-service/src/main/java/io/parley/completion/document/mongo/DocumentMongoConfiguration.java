package io.parley.completion.document.mongo;

import io.parley.completion.answering.Replica;
import io.parley.completion.document.DocumentFiles;
import io.parley.completion.document.DocumentProperties;
import io.parley.completion.document.Documents;
import io.parley.completion.document.OpenDocuments;
import io.parley.completion.document.Passages;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** Keeps documents in MongoDB. */
@Configuration(proxyBeanMethods = false)
class DocumentMongoConfiguration {

    /** An upload that ran into its limit cleans up after itself. */
    private static final Duration AFTER_UPLOADS = Duration.ofMinutes(1);

    @Bean
    Documents documents(ReactiveMongoTemplate mongo) {
        return new MongoDocuments(mongo);
    }

    @Bean
    DocumentFiles documentFiles(ReactiveMongoTemplate mongo) {
        return new MongoDocumentFiles(mongo);
    }

    @Bean
    OpenDocuments openDocuments(ReactiveMongoTemplate mongo, Replica replica, DocumentProperties properties) {
        return new MongoOpenDocuments(
                mongo, replica, properties.lease(), properties.uploadLimit().plus(AFTER_UPLOADS), Clock.systemUTC());
    }

    @Bean
    Passages passages(ReactiveMongoTemplate mongo) {
        return new MongoPassages(mongo);
    }
}
