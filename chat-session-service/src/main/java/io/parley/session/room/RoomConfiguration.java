package io.parley.session.room;

import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LogBarrier;
import io.parley.session.acceptance.SubmitMessage;
import io.parley.session.conversation.Conversations;
import io.parley.session.delivery.LiveConversations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RoomConfiguration {

    @Bean
    AskInRoom askInRoom(
            LiveConversations live,
            SubmitMessage submitMessage,
            ConversationLog log,
            Conversations conversations,
            LogBarrier barrier,
            RoomProperties properties) {
        return new AskInRoom(
                new EnterRoom(live, submitMessage, log), submitMessage, conversations, barrier, properties);
    }
}
