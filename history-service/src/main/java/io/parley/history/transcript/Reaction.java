package io.parley.history.transcript;

/** Somebody's one reaction to an entry: {@code up}, {@code down} or an emoji. */
public record Reaction(String userId, String reaction) {}
