package io.parley.completion.answering;

import io.parley.events.AnswerEvent;

/** What writing an answer came to. */
sealed interface Outcome {

    /** It has its end, whole or not. */
    record Ended(AnswerEvent end) implements Outcome {}

    /** A person is called to answer in its place, and it has no end until one comes. */
    record PersonWanted(String reason) implements Outcome {}

    /** It failed, and so did those before it: a person is called, and then it ends. */
    record FailedTooOften(AnswerEvent end) implements Outcome {}
}
