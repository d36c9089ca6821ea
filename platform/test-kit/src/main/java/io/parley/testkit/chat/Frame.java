package io.parley.testkit.chat;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** A frame as it came from the server, with the moment it came. */
public record Frame(JsonNode json, Instant at) {

    public String type() {
        return text("type");
    }

    public boolean is(String type) {
        return type().equals(type);
    }

    /** Empty where the frame has no such field. */
    public String text(String field) {
        return json.path(field).asString("");
    }

    public long number(String field) {
        return json.path(field).asLong(-1);
    }

    /** Whether it is a fact: one with a place in the conversation. */
    public boolean isFact() {
        return json.has("seq");
    }

    public long seq() {
        return number("seq");
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
