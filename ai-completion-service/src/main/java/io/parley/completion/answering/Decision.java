package io.parley.completion.answering;

import java.time.Instant;

/** What is to be done about a job, as its conversation stands. */
enum Decision {
    /** Nothing now: others come first, a person was called, or the question has not been read here. */
    WAIT,
    /** It is the oldest answer without an end: it is to be written. */
    WRITE,
    /** The same, but a newer question ends it: with what was written until then, be it nothing. */
    STOP,
    /** A person is to be called to answer in its place. */
    CALL_PERSON,
    /** The floor was taken from the assistant after the question, whoever has it now. */
    HAND_OVER,
    /** It has its end; what is left is a leftover of a crash. */
    FORGET;

    /** @param waitSince who called a person before this has waited long enough, and lets the model answer after all */
    static Decision on(AnswerJob job, Contexts.Standing standing, Instant waitSince) {
        if (standing.seq() < job.questionSeq()) {
            return WAIT;
        }
        var found = standing.find(job.answerId());
        if (found.isEmpty()) {
            return FORGET;
        }
        // From the assistant the floor can only be taken: a higher fence than the question's means that it was.
        if (standing.fence() > job.fence()) {
            return HAND_OVER;
        }
        var calledAt = found.get().personCalledAt();
        // Whoever asks for a person is not left waiting for the answers before.
        if (job.callsPerson() != null && calledAt == null) {
            return CALL_PERSON;
        }
        if (!standing.isNext(job.answerId())) {
            return WAIT;
        }
        if (found.get().superseded()) {
            return STOP;
        }
        return calledAt != null && calledAt.isAfter(waitSince) ? WAIT : WRITE;
    }
}
