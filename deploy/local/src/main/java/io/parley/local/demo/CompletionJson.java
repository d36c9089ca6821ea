package io.parley.local.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** The bodies and events of OpenAI's chat completions for one request. */
final class CompletionJson {
    private static final JsonMapper JSON = new JsonMapper();

    /** Roughly: what a token is, is the model's own affair. */
    private static final int CHARACTERS_PER_TOKEN = 4;

    private final CompletionRequest request;
    private final String id = "chatcmpl-" + UUID.randomUUID();
    private final long created = Instant.now().getEpochSecond();
    private final String pieceStart;

    CompletionJson(CompletionRequest request) {
        this.request = request;
        pieceStart = "{\"id\":" + string(id) + ",\"object\":\"chat.completion.chunk\",\"created\":" + created
                + ",\"model\":" + string(request.model()) + ",\"choices\":";
    }

    static String models() {
        var model = Map.of("id", "demo", "object", "model", "created", 0, "owned_by", "parley");
        return JSON.writeValueAsString(Map.of("object", "list", "data", List.of(model)));
    }

    static String error(String type, String message) {
        return JSON.writeValueAsString(Map.of("error", Map.of("message", message, "type", type, "code", type)));
    }

    String whole(String text, int tokens) {
        var message = Map.of("role", "assistant", "content", text);
        return JSON.writeValueAsString(Map.of(
                "id",
                id,
                "object",
                "chat.completion",
                "created",
                created,
                "model",
                request.model(),
                "choices",
                List.of(Map.of("index", 0, "message", message, "finish_reason", "stop")),
                "usage",
                usage(tokens)));
    }

    String opening() {
        return pieceStart + choice("{\"role\":\"assistant\",\"content\":\"\"}", "null") + "}";
    }

    String piece(String text) {
        return pieceStart + choice("{\"content\":" + string(text) + "}", "null") + "}";
    }

    List<String> closing(int tokens) {
        var events = new ArrayList<String>();
        events.add(pieceStart + choice("{}", "\"stop\"") + "}");
        if (request.includeUsage()) {
            events.add(pieceStart + "[],\"usage\":" + JSON.writeValueAsString(usage(tokens)) + "}");
        }
        events.add("[DONE]");
        return events;
    }

    private static String choice(String delta, String finishReason) {
        return "[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finishReason + "}]";
    }

    private Map<String, Integer> usage(int answerTokens) {
        int promptTokens = request.turns().stream()
                .mapToInt(turn -> turn.text().length() / CHARACTERS_PER_TOKEN + 1)
                .sum();
        return Map.of(
                "prompt_tokens", promptTokens,
                "completion_tokens", answerTokens,
                "total_tokens", promptTokens + answerTokens);
    }

    private static String string(String text) {
        return JSON.writeValueAsString(text);
    }
}
