package io.parley.escalation.floor;

import io.parley.platform.log.LogBarrier;
import java.time.Clock;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FloorConfiguration {

    @Bean(initMethod = "start", destroyMethod = "close")
    QueueSignals queueSignals(OpenWork openWork, FloorEvents events) {
        return new QueueSignals(openWork, events, Clock.systemUTC());
    }

    @Bean
    TellFloorChange tellFloorChange(Floors floors, OpenWork openWork, FloorEvents events, QueueSignals signals) {
        return new TellFloorChange(floors, openWork, events, signals, Clock.systemUTC());
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
    EnterEscalation enterEscalation(Floors floors, LogBarrier barrier) {
        return new EnterEscalation(floors, barrier::await);
    }

    @Bean
    MoveEscalation moveEscalation(Floors floors, TellFloorChange telling) {
        return new MoveEscalation(floors, telling, Clock.systemUTC());
    }

    @Bean
    EraseFloor eraseFloor(Floors floors, OpenWork openWork) {
        return new EraseFloor(floors, openWork);
    }
}
