package io.parley.history.transcript.kafka;

import io.parley.events.log.UnreadableRecord;
import io.parley.history.rejection.RejectRecord;
import io.parley.history.rejection.RejectedRecord;
import io.parley.history.transcript.RecordTranscript;
import io.parley.platform.log.ConversationView;
import io.parley.platform.log.ViewBatch;
import io.parley.platform.log.ViewOvertaken;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import reactor.util.retry.Retry;

/**
 * Brings the log's facts to the transcript, and its unreadable records out of the way. It blocks the listener's own
 * thread: the next batch comes when this one is kept.
 */
final class TranscriptListener implements ConversationView {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int TRIES = 5;

    private final RecordTranscript transcript;
    private final RejectRecord rejection;

    TranscriptListener(RecordTranscript transcript, RejectRecord rejection) {
        this.transcript = transcript;
        this.rejection = rejection;
    }

    @Override
    public void apply(ViewBatch batch) {
        transcript
                .record(batch.facts(), batch::isNew)
                .retryWhen(Retry.max(TRIES).filter(ViewOvertaken.class::isInstance))
                .block(LIMIT);
    }

    @Override
    public void skip(ConsumerRecord<String, byte[]> record, UnreadableRecord why) {
        rejection
                .reject(new RejectedRecord(
                        record.partition(), record.offset(), record.key(), record.value(), reason(why)))
                .block(LIMIT);
    }

    private static String reason(UnreadableRecord why) {
        return why.getMessage() == null ? "it cannot be read" : why.getMessage();
    }
}
