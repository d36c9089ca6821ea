package io.parley.events.live;

import io.parley.events.Sender;

/** Somebody is typing. */
public record Typing(Sender sender) implements LiveSignal {}
