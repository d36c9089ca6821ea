package io.parley.completion.answering;

import io.parley.events.HumanRequested;
import io.parley.events.MessageId;
import io.parley.events.Sender;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The assistant's call for a person: a {@link HumanRequested} like a visitor's own, which names the answer it is made
 * for. So whoever reads it knows that this answer waits for a person, and nobody calls for it twice.
 */
final class PersonCall {

    /** The question has one of the chatbot's words. */
    static final String BY_WORDS = "requested_by_words";

    /** So many answers failed that the visitor is better off with a person. */
    static final String ASSISTANT_FAILED = "assistant_failed";

    /** The chatbot's documents say nothing about the question. */
    static final String NOTHING_FOUND = "nothing_found";

    /** The model called, and gave no reason. */
    private static final String BY_ASSISTANT = "requested_by_assistant";

    private static final int LONGEST_REASON = 500;
    private static final String ANSWER = "answer_id";

    private PersonCall() {}

    static HumanRequested in(AnswerJob job, String reason) {
        // With the fence, a call that comes late is known from one that is meant for now.
        return new HumanRequested(
                Sender.ASSISTANT,
                reason,
                Map.of(
                        "in_reply_to",
                        job.questionId().toString(),
                        ANSWER,
                        job.answerId().toString(),
                        "fence",
                        job.fence()));
    }

    /** Whether the assistant called a person to answer in place of this answer. */
    static boolean isFor(MessageId answer, HumanRequested asked) {
        return asked.requestedBy().equals(Sender.ASSISTANT)
                && answer.toString().equals(asked.metadata().get(ANSWER));
    }

    /** A model's own reason, no longer than people like to read it. */
    static String reason(@Nullable String given) {
        if (given == null || given.isBlank()) {
            return BY_ASSISTANT;
        }
        var reason = given.strip();
        return reason.codePointCount(0, reason.length()) <= LONGEST_REASON
                ? reason
                : reason.substring(0, reason.offsetByCodePoints(0, LONGEST_REASON));
    }
}
