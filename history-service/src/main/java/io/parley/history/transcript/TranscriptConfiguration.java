package io.parley.history.transcript;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TranscriptProperties.class)
class TranscriptConfiguration {

    @Bean
    RecordTranscript recordTranscript(Transcripts transcripts) {
        return new RecordTranscript(transcripts);
    }

    @Bean
    ReadTranscript readTranscript(Transcripts transcripts) {
        return new ReadTranscript(transcripts);
    }
}
