package io.parley.completion.answering.kafka;

import io.parley.completion.answering.AnswersHere;
import io.parley.events.live.AnswerStarted;
import io.parley.events.live.StopRequested;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.FactCodec;
import io.parley.platform.log.TopicReader;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Hears on the live topic that somebody stops an answer. Its own announcements are read back there too: a stop that
 * comes before the announcement of an answer was meant for an earlier one.
 */
final class StopListener implements TopicReader.Handler {

    private static final byte[] CHUNK = "\"type\":\"answer-chunk\"".getBytes(StandardCharsets.UTF_8);

    private final AnswersHere answers;

    StopListener(AnswersHere answers) {
        this.answers = answers;
    }

    @Override
    public void on(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null || record.key() == null || isChunk(record.value())) {
            return;
        }
        switch (FactCodec.decodeSignal(record.value())) {
            case AnswerStarted started -> answers.announced(started.answerId(), started.attempt());
            case StopRequested _ -> answers.stop(conversation(record.key()));
            case null, default -> {
                // Signals among people and their screens.
            }
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

    private static ConversationKey conversation(String key) {
        int slash = key.indexOf('/');
        return new ConversationKey(key.substring(0, slash), key.substring(slash + 1));
    }
}
