package io.parley.testkit.chat;

import tools.jackson.databind.JsonNode;

/** Up to where a client has seen a conversation: what it sends to be given the rest. */
public record Cursor(String epoch, long seq) {

    /** Of a frame or an answer that carries one; its epoch is empty where it does not. */
    public static Cursor in(JsonNode carrier) {
        var cursor = carrier.path("cursor");
        return new Cursor(cursor.path("epoch").asString(""), cursor.path("seq").asLong(-1));
    }

    public Cursor at(long seq) {
        return new Cursor(epoch, seq);
    }
}
