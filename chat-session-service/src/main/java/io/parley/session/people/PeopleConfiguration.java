package io.parley.session.people;

import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LogBarrier;
import io.parley.session.delivery.LiveConversations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PeopleConfiguration {

    @Bean
    EnterConversation enterConversation(
            LiveConversations conversations, ConversationLog log, PeopleProperties properties) {
        return new EnterConversation(conversations, log, properties);
    }

    @Bean
    EraseConversation eraseConversation(
            EnterConversation enterConversation,
            LiveConversations conversations,
            ConversationLog log,
            LogBarrier barrier) {
        return new EraseConversation(enterConversation, conversations, log, barrier);
    }
}
