package io.parley.history.transcript;

import io.parley.events.AnswerCompleted;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.events.log.LoggedFact;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something said, as the transcript keeps it.
 *
 * @param metadata as its sender sent it; of an answer, how it came to be
 * @param answer of an answer, what it answers
 * @param superseded whether another answer to the same message is shown in its place
 */
public record TranscriptEntry(
        MessageId id,
        Sender sender,
        String content,
        Map<String, Object> metadata,
        Instant at,
        long seq,
        @Nullable AnswerTo answer,
        boolean superseded) {

    static TranscriptEntry of(MessagePosted posted, LoggedFact logged) {
        return new TranscriptEntry(
                posted.messageId(),
                posted.sender(),
                posted.content(),
                posted.metadata(),
                logged.at(),
                logged.seq(),
                null,
                false);
    }

    static TranscriptEntry of(AnswerCompleted answer, LoggedFact logged) {
        return new TranscriptEntry(
                answer.answerId(),
                Sender.ASSISTANT,
                answer.text(),
                metadata(answer),
                logged.at(),
                logged.seq(),
                new AnswerTo(answer.inReplyTo(), answer.generation()),
                false);
    }

    TranscriptEntry supersede() {
        return new TranscriptEntry(id, sender, content, metadata, at, seq, answer, true);
    }

    private static Map<String, Object> metadata(AnswerCompleted answer) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("chatbot_id", answer.chatbotId());
        if (answer.model() != null) {
            metadata.put("model", answer.model());
        }
        metadata.put("in_reply_to", answer.inReplyTo().toString());
        metadata.put("finish_reason", answer.finishReason().wire());
        metadata.put("citations", answer.citations());
        return metadata;
    }
}
