package io.parley.history.room;

import io.parley.history.transcript.ReadTranscript;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LogBarrier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RoomConfiguration {

    @Bean
    ReadRoom readRoom(ReadTranscript transcripts, LogBarrier barrier) {
        return new ReadRoom(transcripts, barrier);
    }

    @Bean
    ClearRoom clearRoom(ReadRoom rooms, ConversationLog log, LogBarrier barrier) {
        return new ClearRoom(rooms, log, barrier);
    }
}
