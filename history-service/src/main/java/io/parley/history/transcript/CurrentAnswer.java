package io.parley.history.transcript;

/** The answer of a message that is shown: the highest generation that completed, and where it is kept. */
public record CurrentAnswer(int generation, Place place) {}
