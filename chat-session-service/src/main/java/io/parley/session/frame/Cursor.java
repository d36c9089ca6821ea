package io.parley.session.frame;

/** A place of a conversation that a client can name later: what is after it is what the client has not seen. */
public record Cursor(String epoch, long seq) {}
