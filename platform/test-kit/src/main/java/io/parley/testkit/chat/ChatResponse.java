package io.parley.testkit.chat;

import io.parley.events.log.WireJson;
import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/** An answer over HTTP. */
public record ChatResponse(int status, HttpHeaders headers, String body) {

    public JsonNode json() {
        return WireJson.mapper().readTree(body);
    }

    public String text(String field) {
        return json().path(field).asString("");
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** This answer, if it has the status; fails with its body otherwise. */
    public ChatResponse expecting(int... statuses) {
        for (int expected : statuses) {
            if (status == expected) {
                return this;
            }
        }
        throw new AssertionError("status %d: %s".formatted(status, body));
    }
}
