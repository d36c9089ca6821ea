package io.parley.events.live;

import io.parley.events.Sender;
import org.jspecify.annotations.Nullable;

/**
 * Somebody is typing.
 *
 * @param socket on which: the only one that is not told; null where it is no socket
 */
public record Typing(Sender sender, @Nullable String socket) implements LiveSignal {}
