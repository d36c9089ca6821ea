package io.parley.testkit.chat;

/** The server answered a WebSocket handshake with something else than an upgrade. */
public final class HandshakeRefused extends RuntimeException {

    private final int status;

    HandshakeRefused(int status, Throwable cause) {
        super("the handshake was answered with status " + status, cause);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
