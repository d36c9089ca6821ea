package io.parley.events.live;

import io.parley.events.MessageId;

/**
 * The next piece of a running answer.
 *
 * @param at where the piece begins, in UTF-16 units of the text of this attempt
 */
public record AnswerChunk(MessageId answerId, int attempt, int at, String text) implements LiveSignal {}
