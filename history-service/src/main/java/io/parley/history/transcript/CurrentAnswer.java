package io.parley.history.transcript;

/**
 * The answer of a message that is shown: the highest generation that completed, and where it is kept.
 *
 * @param seq its place in the log; -1 where that was not kept
 */
public record CurrentAnswer(int generation, Place place, long seq) {}
