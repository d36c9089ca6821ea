package io.parley.escalation.desk;

import io.parley.escalation.conversation.Conversations;
import io.parley.escalation.floor.Floors;
import io.parley.escalation.floor.OpenWork;
import io.parley.escalation.rating.Ratings;
import io.parley.platform.log.LogBarrier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DeskConfiguration {

    @Bean
    ShowEscalation showEscalation(OpenWork openWork, Ratings ratings) {
        return new ShowEscalation(openWork, ratings);
    }

    @Bean
    ReadDesk readDesk(OpenWork openWork, Floors floors, Conversations conversations, LogBarrier barrier) {
        return new ReadDesk(openWork, floors, conversations, barrier::await);
    }
}
