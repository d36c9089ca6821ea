package io.parley.gateway.problem.web;

import io.parley.gateway.problem.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The two forms of an error: RFC 9457 with seed 004's fields beside it, and OpenAI's envelope for {@code /v1}. */
final class ProblemBodies {

    private static final String TYPES = "https://parley.dev/problems/";

    private ProblemBodies() {}

    static Map<String, @Nullable Object> problem(Refusal refusal) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("type", TYPES + refusal.problem().code());
        body.put("title", refusal.problem().title());
        body.put("status", refusal.problem().status());
        body.put("detail", refusal.detail());
        body.put("code", refusal.problem().code());
        body.put("success", false);
        body.put("error", refusal.detail());
        return body;
    }

    static Map<String, @Nullable Object> openAiError(Refusal refusal) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("message", refusal.detail());
        switch (refusal.problem()) {
            case UNAUTHORIZED -> classify(error, "invalid_request_error", "invalid_api_key");
            case RATE_LIMITED -> classify(error, "requests", "rate_limit_exceeded");
            case INTERNAL, UNAVAILABLE, TIMEOUT ->
                classify(error, "server_error", refusal.problem().code());
            default ->
                classify(error, "invalid_request_error", refusal.problem().code());
        }
        return Map.of("error", error);
    }

    private static void classify(Map<String, @Nullable Object> error, String type, String code) {
        error.put("type", type);
        error.put("param", null);
        error.put("code", code);
    }
}
