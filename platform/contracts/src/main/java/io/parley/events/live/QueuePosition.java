package io.parley.events.live;

/** How many conversations are in front of this one, itself included: 1 is next. */
public record QueuePosition(int position) implements LiveSignal {}
