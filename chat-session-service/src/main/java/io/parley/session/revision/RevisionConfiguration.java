package io.parley.session.revision;

import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LogBarrier;
import io.parley.session.acceptance.AcceptanceProperties;
import io.parley.session.conversation.Conversations;
import io.parley.session.delivery.LiveConversations;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RevisionConfiguration {

    @Bean
    RevisionLimits revisionLimits(RevisionProperties properties, Clock clock) {
        return new RevisionLimits(properties, clock);
    }

    @Bean
    SaidMessages saidMessages(Conversations conversations, LogBarrier barrier) {
        return new SaidMessages(conversations, barrier);
    }

    @Bean
    ReviseMessage reviseMessage(
            SaidMessages messages, ConversationLog log, RevisionLimits limits, AcceptanceProperties acceptance) {
        return new ReviseMessage(messages, log, limits, acceptance);
    }

    @Bean
    RegenerateAnswer regenerateAnswer(
            LiveConversations conversations, SaidMessages messages, ConversationLog log, RevisionLimits limits) {
        return new RegenerateAnswer(conversations, messages, log, limits);
    }

    @Bean
    MarkRead markRead(
            LiveConversations conversations,
            ConversationLog log,
            RevisionLimits limits,
            RevisionProperties properties) {
        return new MarkRead(conversations, log, limits, properties);
    }
}
