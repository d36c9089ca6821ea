package io.parley.completion.key.web;

import io.parley.events.log.WireJson;
import io.parley.platform.problem.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a user wants kept, as the body of the request says it; unknown fields are passed over.
 *
 * @param baseUrl null for the suite's own address
 * @param validate whether the provider is to be asked first
 */
record WantedKey(String apiKey, @Nullable String baseUrl, boolean validate) {

    static WantedKey parse(byte @Nullable [] body) {
        var json = json(body);
        var apiKey = text(json, "api_key");
        if (apiKey == null) {
            throw bad("api_key is required.");
        }
        return new WantedKey(apiKey, text(json, "base_url"), flag(json, "validate"));
    }

    private static JsonNode json(byte @Nullable [] body) {
        try {
            var json = body == null ? null : WireJson.mapper().readTree(body);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (JacksonException _) {
            // answered below, like JSON that is no object; the exception quotes what was sent
        }
        throw bad("The body must be a JSON object.");
    }

    /** Null where there is none, or nothing but blanks. */
    private static @Nullable String text(JsonNode json, String name) {
        var node = json.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isString()) {
            throw bad(name + " must be a string.");
        }
        return node.asString().isBlank() ? null : node.asString();
    }

    private static boolean flag(JsonNode json, String name) {
        var node = json.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return false;
        }
        if (!node.isBoolean()) {
            throw bad(name + " must be true or false.");
        }
        return node.asBoolean();
    }

    private static Problem bad(String detail) {
        return Problem.badRequest("bad_request", detail);
    }

    @Override
    public String toString() {
        return "WantedKey[" + baseUrl + "]";
    }
}
