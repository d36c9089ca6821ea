package io.parley.local.mongo;

/** The server knows the handshake by its old name only; health checks and newer drivers use the new one. */
final class Handshake {
    private Handshake() {}

    static String byOldName(String command) {
        return command.equals("hello") ? "ismaster" : command;
    }
}
