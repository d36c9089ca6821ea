package io.parley.escalation.rating;

import io.parley.escalation.floor.Floors;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RatingConfiguration {

    @Bean
    RateConversation rateConversation(Ratings ratings, Floors floors) {
        return new RateConversation(ratings, floors, Clock.systemUTC());
    }
}
