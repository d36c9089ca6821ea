package io.parley.escalation.following.kafka;

import io.parley.escalation.following.FollowConversations;
import io.parley.platform.log.ConversationView;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FollowingKafkaConfiguration {

    @Bean
    ConversationView conversationListener(FollowConversations following) {
        return new ConversationListener(following);
    }
}
