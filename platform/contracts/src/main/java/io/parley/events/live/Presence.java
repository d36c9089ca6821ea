package io.parley.events.live;

import io.parley.events.Sender;

/**
 * Somebody came or went, or is still there: repeated every half minute while somebody is.
 *
 * @param source who says so: of a user with sockets on two replicas each says its own
 */
public record Presence(Sender sender, boolean online, String source) implements LiveSignal {}
