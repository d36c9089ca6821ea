package io.parley.history.transcript.mongo;

import io.parley.history.transcript.Listings;
import io.parley.history.transcript.Removals;
import io.parley.history.transcript.Transcripts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

@Configuration(proxyBeanMethods = false)
class TranscriptMongoConfiguration {

    @Bean
    Transcripts transcripts(ReactiveMongoTemplate mongo) {
        return new MongoTranscripts(mongo);
    }

    @Bean
    Listings listings(ReactiveMongoTemplate mongo) {
        return new MongoListings(mongo);
    }

    @Bean
    Removals removals(ReactiveMongoTemplate mongo) {
        return new MongoRemovals(mongo);
    }
}
