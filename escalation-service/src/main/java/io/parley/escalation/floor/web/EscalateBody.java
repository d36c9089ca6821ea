package io.parley.escalation.floor.web;

import io.parley.escalation.floor.EscalationRequest;
import io.parley.events.Metadata;
import io.parley.events.log.WireJson;
import io.parley.platform.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a client says when it asks for a person, checked. An empty body says nothing, which is enough. */
record EscalateBody(String reason, Map<String, Object> metadata) {

    private static final int REASON = 500;

    static EscalateBody parse(byte @Nullable [] body) {
        var json = read(body);
        return new EscalateBody(reason(json.path("reason")), metadata(json.path("metadata")));
    }

    private static JsonNode read(byte @Nullable [] body) {
        if (body == null || new String(body, StandardCharsets.UTF_8).isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            var json = WireJson.mapper().readTree(body);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException _) {
            // answered below, like JSON that is no object
        }
        throw Problem.badRequest("bad_request", "The body must be a JSON object.");
    }

    private static String reason(JsonNode reason) {
        if (reason.isMissingNode() || reason.isNull()) {
            return EscalationRequest.REQUESTED;
        }
        if (!reason.isString()) {
            throw Problem.badRequest("bad_request", "reason must be a string.");
        }
        var text = reason.asString();
        if (text.codePointCount(0, text.length()) > REASON) {
            throw Problem.badRequest("bad_request", "reason must have at most %d characters.".formatted(REASON));
        }
        return text.isBlank() ? EscalationRequest.REQUESTED : text;
    }

    private static Map<String, Object> metadata(JsonNode metadata) {
        try {
            return Metadata.of(metadata);
        } catch (Metadata.Refused refused) {
            throw Problem.badRequest("bad_metadata", refused.detail());
        }
    }
}
