package io.parley.completion.answering.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.MessageId;
import io.parley.events.live.AnswerChunk;
import io.parley.events.live.AnswerStarted;
import io.parley.events.live.StopRequested;
import io.parley.events.log.FactCodec;
import org.junit.jupiter.api.Test;

class StopListenerTests {

    @Test
    void tellsChunksFromWhatItMustRead() {
        var id = MessageId.random();

        assertThat(StopListener.isChunk(FactCodec.encode(new AnswerChunk(id, 1, 0, "Hi"))))
                .isTrue();
        assertThat(StopListener.isChunk(FactCodec.encode(new StopRequested("ann", id))))
                .isFalse();
        assertThat(StopListener.isChunk(FactCodec.encode(new AnswerStarted(id, id, 1, 1, 0, null))))
                .isFalse();
        assertThat(StopListener.isChunk(new byte[] {'{'})).isFalse();
    }
}
