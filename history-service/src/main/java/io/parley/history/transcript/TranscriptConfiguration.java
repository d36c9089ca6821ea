package io.parley.history.transcript;

import io.parley.history.erasure.Erasures;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TranscriptProperties.class)
class TranscriptConfiguration {

    @Bean
    RecordTranscript recordTranscript(
            Transcripts transcripts, Listings listings, Removals removals, Erasures erasures) {
        return new RecordTranscript(transcripts, listings, removals, erasures);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    RemoveCleared removeCleared(Transcripts transcripts, Removals removals) {
        return new RemoveCleared(transcripts, removals, Clock.systemUTC());
    }

    @Bean
    ReadTranscript readTranscript(Transcripts transcripts) {
        return new ReadTranscript(transcripts);
    }
}
