package io.parley.history.transcript.kafka;

import io.parley.history.rejection.RejectRecord;
import io.parley.history.transcript.RecordTranscript;
import io.parley.platform.log.ConversationView;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TranscriptKafkaConfiguration {

    @Bean
    ConversationView transcriptListener(RecordTranscript transcript, RejectRecord rejection) {
        return new TranscriptListener(transcript, rejection);
    }
}
