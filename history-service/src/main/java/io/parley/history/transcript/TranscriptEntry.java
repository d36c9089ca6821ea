package io.parley.history.transcript;

import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerFailed;
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
 * @param apology whether it stands, in an assistant's room, for an answer that failed: only the room's own history has
 *     it, and its words are that history's
 * @param superseded whether nobody is shown it any more: another answer to the same message has its place, or it is a
 *     question that there was no key for
 * @param editedAt when its author last gave it other words
 * @param deleted whether its author took it back: then nothing of what it said is kept
 * @param reactions one of each person, the latest last
 * @param hiddenBy place of the fact since which it says nothing; -1 while it does
 */
public record TranscriptEntry(
        MessageId id,
        Sender sender,
        String content,
        Map<String, Object> metadata,
        Instant at,
        long seq,
        @Nullable AnswerTo answer,
        boolean apology,
        boolean superseded,
        @Nullable Instant editedAt,
        boolean deleted,
        List<Reaction> reactions,
        long hiddenBy) {

    /** Of what still says something. */
    static final long NOBODY = -1;

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
                false,
                null,
                false,
                List.of(),
                NOBODY);
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
                false,
                null,
                false,
                List.of(),
                NOBODY);
    }

    /** What a failed answer leaves in an assistant's room. */
    static TranscriptEntry apology(AnswerFailed failed, LoggedFact logged) {
        return new TranscriptEntry(
                failed.answerId(),
                Sender.ASSISTANT,
                "",
                Map.of(),
                logged.at(),
                logged.seq(),
                new AnswerTo(failed.inReplyTo(), failed.generation()),
                true,
                false,
                null,
                false,
                List.of(),
                NOBODY);
    }

    /** Whether those who read conversations are shown it, be it as the place of something that was taken back. */
    public boolean isShown() {
        return !superseded && !apology;
    }

    /** Whether the history of an assistant's room has it. */
    public boolean isInRoom() {
        return !superseded && !deleted;
    }

    /** Whether it still says something to its readers. */
    boolean isSaid() {
        return isShown() && !deleted;
    }

    /** Whether it was in its room's history until a fact. */
    boolean wasInRoomBefore(long fact) {
        return hiddenBy == NOBODY || hiddenBy >= fact;
    }

    /** Another answer has its place. */
    TranscriptEntry supersede() {
        return with(content, true, editedAt, hiddenBy);
    }

    /**
     * It is taken for never said, by whatever readers.
     *
     * @param by place of the fact that says so
     */
    TranscriptEntry withdraw(long by) {
        return with(content, true, editedAt, hiddenSince(by));
    }

    /** What was taken back stays so. */
    TranscriptEntry edit(String words, Instant when) {
        return deleted ? this : with(words, superseded, when, hiddenBy);
    }

    private TranscriptEntry with(String words, boolean isSuperseded, @Nullable Instant when, long hidden) {
        return new TranscriptEntry(
                id, sender, words, metadata, at, seq, answer, apology, isSuperseded, when, deleted, reactions, hidden);
    }

    /**
     * Metadata goes with the text: it may quote it.
     *
     * @param by place of the fact that says so
     */
    TranscriptEntry delete(long by) {
        return new TranscriptEntry(
                id, sender, "", Map.of(), at, seq, answer, apology, superseded, null, true, List.of(), hiddenSince(by));
    }

    private long hiddenSince(long by) {
        return hiddenBy == NOBODY ? by : hiddenBy;
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
                apology,
                superseded,
                editedAt,
                false,
                List.copyOf(others.subList(tooMany, others.size())),
                hiddenBy);
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
