package io.parley.escalation.note.mongo;

import io.parley.escalation.note.Notes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

@Configuration(proxyBeanMethods = false)
class NoteMongoConfiguration {

    @Bean
    Notes notes(ReactiveMongoTemplate mongo) {
        return new MongoNotes(mongo);
    }
}
