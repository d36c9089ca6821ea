package io.parley.local.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What of OpenAI's request the demo model looks at: the conversation, and the form the answer is wanted in. */
record CompletionRequest(String model, List<Turn> turns, boolean stream, boolean includeUsage) {
    private static final JsonMapper JSON = new JsonMapper();

    CompletionRequest {
        turns = List.copyOf(turns);
    }

    /** A message of the conversation; the texts of several content parts are joined. */
    record Turn(String role, String text) {
        boolean isUsers() {
            return role.equals("user");
        }

        boolean isAssistants() {
            return role.equals("assistant");
        }
    }

    static CompletionRequest parse(byte[] body) {
        var request = tree(body);
        var messages = request.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw new RefusedRequest(400, "'messages' must be an array with at least one message.");
        }
        var turns = new ArrayList<Turn>();
        for (var message : messages) {
            turns.add(new Turn(message.path("role").asString(""), text(message.path("content"))));
        }
        return new CompletionRequest(
                request.path("model").asString("demo"),
                turns,
                request.path("stream").asBoolean(false),
                request.path("stream_options").path("include_usage").asBoolean(false));
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException noJson) {
            throw new RefusedRequest(400, "The body is not JSON.");
        }
    }

    private static String text(JsonNode content) {
        if (content.isArray()) {
            return content.valueStream()
                    .map(part -> part.path("text").asString(""))
                    .collect(Collectors.joining("\n"));
        }
        return content.asString("");
    }

    /** The newest question: the last thing a user said. */
    Optional<Turn> question() {
        return turns.reversed().stream().filter(Turn::isUsers).findFirst();
    }

    /** Everything of the conversation before the newest question, without instructions. */
    List<Turn> earlier() {
        var before = new ArrayList<Turn>();
        for (var turn : turns) {
            if (turn.isUsers() || turn.isAssistants()) {
                before.add(turn);
            }
        }
        question().ifPresent(newest -> {
            int at = before.lastIndexOf(newest);
            before.subList(at, before.size()).clear();
        });
        return before;
    }
}
