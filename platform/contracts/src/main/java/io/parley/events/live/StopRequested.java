package io.parley.events.live;

import io.parley.events.MessageId;

/**
 * The owner stops an answer: the one being written, or the next one to be.
 *
 * @param answerId which, so that a stop that comes early or late never meets another
 */
public record StopRequested(String requestedBy, MessageId answerId) implements LiveSignal {}
