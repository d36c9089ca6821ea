package io.parley.completion.answering;

/** What is to be done about a job, as its conversation stands. */
enum Decision {
    /** Nothing now: others come first, or the question has not been read here. */
    WAIT,
    /** It is the oldest answer without an end: it is to be written. */
    WRITE,
    /** The floor was taken from the assistant after the question, whoever has it now. */
    HAND_OVER,
    /** It has its end; what is left is a leftover of a crash. */
    FORGET;

    static Decision on(AnswerJob job, Contexts.Standing standing) {
        if (standing.seq() < job.questionSeq()) {
            return WAIT;
        }
        if (!standing.pending().contains(job.answerId())) {
            return FORGET;
        }
        // From the assistant the floor can only be taken: a higher fence than the question's means that it was.
        if (standing.fence() > job.fence()) {
            return HAND_OVER;
        }
        return standing.pending().getFirst().equals(job.answerId()) ? WRITE : WAIT;
    }
}
