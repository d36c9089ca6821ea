package io.parley.history.transcript.mongo;

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
}
