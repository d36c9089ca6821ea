package io.parley.escalation.note;

import io.parley.escalation.conversation.Conversations;
import io.parley.escalation.floor.FloorEvents;
import io.parley.escalation.floor.Floors;
import io.parley.escalation.floor.TellFloorChange;
import io.parley.platform.log.LogBarrier;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class NoteConfiguration {

    @Bean
    TakeNotes takeNotes(
            Floors floors,
            TellFloorChange telling,
            FloorEvents events,
            Conversations conversations,
            Notes notes,
            LogBarrier barrier) {
        return new TakeNotes(floors, telling, events, conversations, notes, barrier::await, UUID::randomUUID);
    }
}
