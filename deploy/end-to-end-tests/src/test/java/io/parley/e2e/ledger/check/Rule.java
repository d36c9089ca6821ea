package io.parley.e2e.ledger.check;

/** What the delivery contract forbids; every rule has a test with a ledger that breaks it. */
public enum Rule {
    /** In the conversation, and never shown to a reader who was there. */
    LOST,
    /** Shown twice to one reader, or twice in the history. */
    DOUBLED,
    /** Behind something later, or sent after something that it stands before. */
    OUT_OF_ORDER,
    /** {@code prev_seq} does not name the fact before it. */
    GAP,
    /** One message at two places, or two messages at one. */
    SEQ_DIFFERS,
    /** Another text than was sent, or than elsewhere. */
    TEXT_DIFFERS,
    /** A fact of another conversation. */
    FOREIGN,
    /** Acknowledged or shown, and not in the history. */
    NOT_IN_HISTORY,
    /** In the history, and nobody sent it. */
    NEVER_SENT,
    /** Said again and again, and never acknowledged. */
    NEVER_ACKNOWLEDGED,
    ANSWER_MISSING,
    ANSWER_DOUBLED,
    /** Not the answer to this question. */
    ANSWER_WRONG,
    ANSWER_FAILED,
    /** An answer to a message that asked for none. */
    ANSWER_UNASKED,
    /** The chunks do not join to what the end says. */
    ANSWER_BROKEN,
    /** A frame of the answer before the acknowledgement of its question. */
    ANSWER_BEFORE_RECEIPT,
    RESUME_INCOMPLETE,
    /** A replay with something that was not missed. */
    RESUME_EXTRA,
    /** {@code recovered:false} where the ledger's clients ask for nothing that cannot be given. */
    RESUME_REFUSED,
    /** The assistant speaks while a person has the floor. */
    ASSISTANT_AFTER_ESCALATION
}
