package io.parley.escalation.following;

import io.parley.escalation.conversation.Conversations;
import io.parley.escalation.floor.EraseFloor;
import io.parley.escalation.floor.RaiseEscalation;
import io.parley.escalation.floor.TellFloorChange;
import io.parley.escalation.note.Notes;
import io.parley.escalation.rating.Ratings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FollowingConfiguration {

    @Bean
    FollowConversations followConversations(
            Conversations conversations,
            RaiseEscalation escalation,
            TellFloorChange telling,
            EraseFloor erasing,
            Notes notes,
            Ratings ratings) {
        return new FollowConversations(conversations, escalation, telling, erasing, notes, ratings);
    }
}
