package io.parley.e2e.ledger.check;

import java.util.List;

/** One line of a reader's ledger, in the order in which things happened to it. */
public sealed interface Entry {
    /** {@code session_info}: live delivery begins behind the cursor. */
    record Connected(long cursor) implements Entry {}

    record Disconnected(int code) implements Entry {}

    /** A message left; the same one may leave again over a later connection. */
    record Said(String clientMessageId, String text, Expectation expectation) implements Entry {}

    record Shown(Fact fact) implements Entry {}

    record AnswerBegun(String answerId, String inReplyTo, long attempt) implements Entry {}

    record AnswerWritten(String answerId, long attempt, long index, String chunk) implements Entry {}

    record ResumeAsked(long after) implements Entry {}

    record Recovered(int count, long cursor) implements Entry {}

    record NotRecovered() implements Entry {}

    /** What the history gave instead of a replay, up to its cursor. */
    record Reloaded(List<Fact> facts, long cursor) implements Entry {
        public Reloaded {
            facts = List.copyOf(facts);
        }
    }
}
