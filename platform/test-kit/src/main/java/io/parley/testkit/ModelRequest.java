package io.parley.testkit;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A request the {@link ScriptedModel} got, and what became of it. */
public final class ModelRequest {

    /** One entry of {@code messages}. */
    public record Message(String role, String content) {}

    private final JsonNode json;
    private final HttpHeaders headers;
    private volatile boolean finished;
    private volatile boolean cancelled;

    ModelRequest(JsonNode json, HttpHeaders headers) {
        this.json = json;
        this.headers = headers.copy();
    }

    public JsonNode json() {
        return json;
    }

    public @Nullable String header(String name) {
        return headers.get(name);
    }

    public @Nullable String authorization() {
        return header("Authorization");
    }

    public List<Message> messages() {
        return json.path("messages")
                .valueStream()
                .map(message -> new Message(
                        message.path("role").asString(""),
                        message.path("content").asString("")))
                .toList();
    }

    public String lastUserMessage() {
        return messages().reversed().stream()
                .filter(message -> message.role().equals("user"))
                .map(Message::content)
                .findFirst()
                .orElse("");
    }

    public boolean isStreaming() {
        return json.path("stream").asBoolean(false);
    }

    boolean wantsUsage() {
        return json.path("stream_options").path("include_usage").asBoolean(false);
    }

    /** Whether the reply was written to its end. */
    public boolean isFinished() {
        return finished;
    }

    /** Whether the caller closed the connection before the reply's end. */
    public boolean isCancelled() {
        return cancelled;
    }

    void finished() {
        finished = true;
    }

    void connectionLost() {
        cancelled = !finished;
    }
}
