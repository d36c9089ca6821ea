package io.parley.events.live;

import io.parley.events.Sender;

/** Somebody came or went. */
public record Presence(Sender sender, boolean online) implements LiveSignal {}
