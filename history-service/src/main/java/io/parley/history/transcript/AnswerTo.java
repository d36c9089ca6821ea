package io.parley.history.transcript;

import io.parley.events.MessageId;

/** Which message an entry answers, and which time it was asked for; generations count from 0. */
public record AnswerTo(MessageId question, int generation) {}
