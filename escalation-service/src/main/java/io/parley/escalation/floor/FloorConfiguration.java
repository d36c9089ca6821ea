package io.parley.escalation.floor;

import io.parley.escalation.conversation.Conversations;
import java.time.Clock;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FloorConfiguration {

    @Bean
    TellFloorChange tellFloorChange(Floors floors, FloorEvents events) {
        return new TellFloorChange(floors, events, Clock.systemUTC());
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    SweepUntold sweepUntold(TellFloorChange telling) {
        return new SweepUntold(telling);
    }

    @Bean
    RaiseEscalation raiseEscalation(Floors floors, TellFloorChange telling) {
        return new RaiseEscalation(floors, telling, UUID::randomUUID, Clock.systemUTC());
    }

    @Bean
    HearRequests hearRequests(Conversations conversations, RaiseEscalation escalation, TellFloorChange telling) {
        return new HearRequests(conversations, escalation, telling);
    }
}
