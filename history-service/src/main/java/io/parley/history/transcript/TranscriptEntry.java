package io.parley.history.transcript;

import io.parley.events.AnswerCompleted;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.events.log.LoggedFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something said, as the transcript keeps it.
 *
 * @param content empty once it was taken back
 * @param metadata as its sender sent it; of an answer, how it came to be
 * @param answer of an answer, what it answers
 * @param superseded whether another answer to the same message is shown in its place
 * @param editedAt when its author last gave it other words
 * @param deleted whether its author took it back: then nothing of what it said is kept
 * @param reactions one of each person, the latest last
 */
public record TranscriptEntry(
        MessageId id,
        Sender sender,
        String content,
        Map<String, Object> metadata,
        Instant at,
        long seq,
        @Nullable AnswerTo answer,
        boolean superseded,
        @Nullable Instant editedAt,
        boolean deleted,
        List<Reaction> reactions) {

    /** Reactions of an entry; beyond that the oldest goes. */
    static final int MOST_REACTIONS = 100;

    static TranscriptEntry of(MessagePosted posted, LoggedFact logged) {
        return new TranscriptEntry(
                posted.messageId(),
                posted.sender(),
                posted.content(),
                posted.metadata(),
                logged.at(),
                logged.seq(),
                null,
                false,
                null,
                false,
                List.of());
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
                false,
                null,
                false,
                List.of());
    }

    /** Whether it still says something to its readers. */
    boolean isSaid() {
        return !superseded && !deleted;
    }

    TranscriptEntry supersede() {
        return new TranscriptEntry(id, sender, content, metadata, at, seq, answer, true, editedAt, deleted, reactions);
    }

    /** What was taken back stays so. */
    TranscriptEntry edit(String words, Instant when) {
        return deleted
                ? this
                : new TranscriptEntry(id, sender, words, metadata, at, seq, answer, superseded, when, false, reactions);
    }

    /** Metadata goes with the text: it may quote it. */
    TranscriptEntry delete() {
        return new TranscriptEntry(id, sender, "", Map.of(), at, seq, answer, superseded, null, true, List.of());
    }

    /** @param reaction null for none any more */
    TranscriptEntry react(String userId, @Nullable String reaction) {
        if (deleted) {
            return this;
        }
        var others = new ArrayList<Reaction>(reactions.size() + 1);
        reactions.stream().filter(one -> !one.userId().equals(userId)).forEach(others::add);
        if (reaction != null) {
            others.add(new Reaction(userId, reaction));
        }
        int tooMany = Math.max(0, others.size() - MOST_REACTIONS);
        return new TranscriptEntry(
                id,
                sender,
                content,
                metadata,
                at,
                seq,
                answer,
                superseded,
                editedAt,
                false,
                List.copyOf(others.subList(tooMany, others.size())));
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
