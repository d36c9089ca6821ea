package io.parley.history.rejection;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RejectionConfiguration {

    @Bean
    RejectRecord rejectRecord(Rejections rejections, DeadLetters deadLetters, RejectionEvents events) {
        return new RejectRecord(rejections, deadLetters, events);
    }
}
