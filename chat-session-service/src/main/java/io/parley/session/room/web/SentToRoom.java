package io.parley.session.room.web;

import io.parley.events.log.WireJson;
import io.parley.platform.problem.Problem;
import io.parley.session.frame.ClientFrame;
import io.parley.session.frame.FrameCodec;
import io.parley.session.people.web.SentMessage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of a message to a room.
 *
 * @param roomId null where none is named
 * @param userId whom the client takes itself for: anything but the caller's own id is refused; null where it says nothing
 */
record SentToRoom(
        ClientFrame.Send message,
        @Nullable String roomId,
        @Nullable JsonNode userId) {

    private static final JsonMapper JSON = WireJson.mapper();

    static SentToRoom read(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            throw messageRequired();
        }
        var json = parse(SentMessage.text(body));
        var message = json.get("message");
        if (message == null || !message.isString()) {
            throw messageRequired();
        }
        return new SentToRoom(message(json, message), roomId(json), given(json, "user_id"));
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw Problem.badRequest("bad_request", "The body is a JSON object; this is no JSON.");
        }
    }

    /** What else a front end sends is not read: it has no meaning here, and must not be refused as a frame's would be. */
    private static ClientFrame.Send message(JsonNode json, JsonNode message) {
        var frame = JSON.createObjectNode();
        frame.set("message", message);
        var name = given(json, "client_message_id");
        if (name != null) {
            frame.set("client_message_id", name);
        }
        return FrameCodec.message(frame.toString());
    }

    private static @Nullable String roomId(JsonNode json) {
        var room = given(json, "room_id");
        if (room == null) {
            return null;
        }
        if (!room.isString()) {
            throw Problem.badRequest("bad_request", "A room_id is a string.");
        }
        return room.stringValue();
    }

    private static @Nullable JsonNode given(JsonNode json, String name) {
        var value = json.get(name);
        return value == null || value.isNull() ? null : value;
    }

    boolean isFrom(String caller) {
        return userId == null || (userId.isString() && userId.stringValue().equals(caller));
    }

    static Problem messageRequired() {
        return Problem.badRequest("message_empty", "Message is required");
    }
}
