package io.parley.session.connection;

import io.parley.session.frame.EncodedFrame;
import java.nio.ByteBuffer;

/** What leaves a socket: frames of the contract, and WebSocket's own. */
public sealed interface Outgoing {

    record Text(EncodedFrame frame) implements Outgoing {}

    record Ping() implements Outgoing {}

    /** @param payload of the ping it answers */
    record Pong(ByteBuffer payload) implements Outgoing {}

    /** Bytes it holds while it waits. */
    default int size() {
        return switch (this) {
            case Text text -> text.frame().size();
            case Ping _ -> 0;
            case Pong pong -> pong.payload().remaining();
        };
    }
}
