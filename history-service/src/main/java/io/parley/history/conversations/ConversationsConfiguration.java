package io.parley.history.conversations;

import io.parley.history.transcript.Listings;
import io.parley.history.transcript.ReadTranscript;
import io.parley.history.transcript.Transcripts;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConversationsProperties.class)
class ConversationsConfiguration {

    @Bean
    ListConversations listConversations(
            Transcripts transcripts, Listings listings, ReadTranscript reading, ConversationsProperties properties) {
        return new ListConversations(transcripts, listings, reading, properties.closedAfter(), Clock.systemUTC());
    }
}
