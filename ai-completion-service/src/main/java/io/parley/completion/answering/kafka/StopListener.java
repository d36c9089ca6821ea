package io.parley.completion.answering.kafka;

import io.parley.completion.answering.AnswersHere;
import io.parley.events.live.StopRequested;
import io.parley.events.log.FactCodec;
import io.parley.platform.log.TopicReader;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hears on the live topic that somebody stops an answer. */
final class StopListener implements TopicReader.Handler {

    private static final byte[] CHUNK = "\"type\":\"answer-chunk\"".getBytes(StandardCharsets.UTF_8);

    private final AnswersHere answers;

    StopListener(AnswersHere answers) {
        this.answers = answers;
    }

    @Override
    public void on(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null || isChunk(record.value())) {
            return;
        }
        if (FactCodec.decodeSignal(record.value()) instanceof StopRequested stop) {
            answers.stop(stop.answerId());
        }
    }

    /** Nearly every record is a chunk of some replica's answer: those are told by their type without being decoded. */
    static boolean isChunk(byte[] value) {
        for (int i = 0; i < CHUNK.length; i++) {
            if (value.length <= i + 1 || value[i + 1] != CHUNK[i]) {
                return false;
            }
        }
        return true;
    }
}
