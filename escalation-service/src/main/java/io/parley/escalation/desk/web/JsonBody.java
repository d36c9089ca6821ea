package io.parley.escalation.desk.web;

import io.parley.events.log.WireJson;
import io.parley.platform.problem.Problem;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The JSON object that a client sends, field by field; unknown fields are passed over. Nothing sent is no field. */
public record JsonBody(JsonNode json) {

    public static JsonBody parse(byte @Nullable [] body) {
        if (body == null || new String(body, StandardCharsets.UTF_8).isBlank()) {
            return new JsonBody(JsonNodeFactory.instance.objectNode());
        }
        try {
            var json = WireJson.mapper().readTree(body);
            if (json.isObject()) {
                return new JsonBody(json);
            }
        } catch (JacksonException _) {
            // answered below, like JSON that is no object
        }
        throw bad("The body must be a JSON object.");
    }

    /** An id of ours in a path; another form names nothing. */
    public static Optional<UUID> uuid(String text) {
        try {
            var id = UUID.fromString(text);
            return id.toString().equals(text.toLowerCase(Locale.ROOT)) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** A text of at most so many code points; null where there is none, or nothing but blanks. */
    public @Nullable String text(String name, int atMost) {
        var node = json.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isString()) {
            throw bad(name + " must be a string.");
        }
        var text = node.asString();
        if (text.codePointCount(0, text.length()) > atMost) {
            throw bad("%s must have at most %d characters.".formatted(name, atMost));
        }
        if (!isUnicode(text)) {
            throw bad(name + " must be Unicode text.");
        }
        return text.isBlank() ? null : text;
    }

    public String requiredText(String name, int atMost) {
        var text = text(name, atMost);
        if (text == null) {
            throw bad(name + " must not be empty.");
        }
        return text;
    }

    /** A whole number between two, both included; null where there is none. */
    public @Nullable Integer number(String name, int from, int to) {
        var node = json.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.asInt() < from || node.asInt() > to) {
            throw bad("%s must be a whole number from %d to %d.".formatted(name, from, to));
        }
        return node.asInt();
    }

    public static Problem bad(String detail) {
        return Problem.badRequest("bad_request", detail);
    }

    /** JSON can name half a character, which no UTF-8 can say. */
    private static boolean isUnicode(String text) {
        try {
            return StandardCharsets.UTF_8
                            .newEncoder()
                            .encode(CharBuffer.wrap(text))
                            .hasRemaining()
                    || text.isEmpty();
        } catch (CharacterCodingException _) {
            return false;
        }
    }
}
