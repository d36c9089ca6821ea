package io.parley.e2e.ledger.check;

import org.jspecify.annotations.Nullable;

/**
 * A fact as one place shows it: a frame of a socket, or an entry of the history.
 *
 * @param id of the message, answer or escalation
 * @param prevSeq -1 where the place does not say (history, HTTP)
 * @param sender empty where the place does not say
 * @param text of the message or answer, the code of a failed answer, the status of an escalation; empty for a receipt
 */
public record Fact(
        Kind kind,
        String conversation,
        String id,
        long seq,
        long prevSeq,
        String sender,
        String text,
        @Nullable String inReplyTo,
        @Nullable String clientMessageId) {

    /** A receipt and a message are the same fact, seen by the sending socket and by everybody else. */
    public enum Kind {
        RECEIPT,
        MESSAGE,
        ANSWER,
        FAILED_ANSWER,
        EDITED,
        DELETED,
        REACTION,
        NOTE,
        ESCALATION;

        boolean isSaid() {
            return this == RECEIPT || this == MESSAGE || this == ANSWER;
        }

        public boolean endsAnswer() {
            return this == ANSWER || this == FAILED_ANSWER;
        }
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    /** Whether it takes the floor from the assistant; a fact that is no escalation does neither this nor the opposite. */
    boolean takesTheFloor() {
        return kind == Kind.ESCALATION && (text.equals("queued") || text.equals("assigned"));
    }

    boolean returnsTheFloor() {
        return kind == Kind.ESCALATION && !takesTheFloor();
    }

    @Override
    public String toString() {
        return "%s %s@%d(%d)".formatted(kind, id, seq, prevSeq);
    }
}
