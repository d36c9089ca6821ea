package io.parley.escalation.desk.web;

import io.parley.escalation.floor.EscalationRequest;
import io.parley.events.Metadata;
import io.parley.platform.problem.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a client says when it asks for a person, checked. An empty body says nothing, which is enough. */
record EscalateBody(String reason, Map<String, Object> metadata) {

    private static final int REASON = 500;

    static EscalateBody parse(byte @Nullable [] body) {
        var json = JsonBody.parse(body);
        var reason = json.text("reason", REASON);
        return new EscalateBody(
                reason == null ? EscalationRequest.REQUESTED : reason,
                metadata(json.json().path("metadata")));
    }

    private static Map<String, Object> metadata(JsonNode metadata) {
        try {
            return Metadata.of(metadata);
        } catch (Metadata.Refused refused) {
            throw Problem.badRequest("bad_metadata", refused.detail());
        }
    }
}
