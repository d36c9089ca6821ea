package io.parley.events.live;

/** The owner stops whatever answer is being written in the conversation. */
public record StopRequested(String requestedBy) implements LiveSignal {}
