package io.parley.events.live;

/** A chat session of this conversation ended: the sockets it still has, on whatever replica, close. */
public record SessionEnded(String sessionId) implements LiveSignal {}
