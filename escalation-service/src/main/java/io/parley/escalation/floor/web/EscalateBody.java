package io.parley.escalation.floor.web;

import io.parley.escalation.floor.EscalationRequest;
import io.parley.events.log.WireJson;
import io.parley.platform.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a client says when it asks for a person, checked. An empty body says nothing, which is enough. */
record EscalateBody(String reason, Map<String, Object> metadata) {

    private static final int REASON = 500;
    private static final int METADATA_BYTES = 4 * 1024;
    private static final int METADATA_DEPTH = 4;
    private static final TypeReference<Map<String, Object>> METADATA = new TypeReference<>() {};

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
        if (metadata.isMissingNode() || metadata.isNull()) {
            return Map.of();
        }
        if (!metadata.isObject()
                || WireJson.mapper().writeValueAsBytes(metadata).length > METADATA_BYTES
                || depth(metadata) > METADATA_DEPTH) {
            throw Problem.badRequest("bad_metadata", "metadata must be an object of at most 4 KiB and depth 4.");
        }
        return WireJson.mapper().convertValue(metadata, METADATA);
    }

    /** Of nested objects and lists; the object itself is 1. */
    private static int depth(JsonNode node) {
        if (!node.isContainer()) {
            return 0;
        }
        int deepest = 0;
        for (var child : node.values()) {
            deepest = Math.max(deepest, depth(child));
        }
        return 1 + deepest;
    }
}
