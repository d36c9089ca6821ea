package io.parley.escalation.conversation;

import io.parley.platform.log.LogBarrier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ConversationConfiguration {

    @Bean
    EnterConversation enterConversation(Conversations conversations, LogBarrier barrier) {
        return new EnterConversation(conversations, barrier::await);
    }
}
