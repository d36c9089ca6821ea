package io.parley.e2e.ledger.client;

import io.parley.e2e.ledger.check.Entry;
import io.parley.e2e.ledger.check.Fact;
import io.parley.e2e.ledger.check.Fact.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a server's frame means to a client; what means nothing to the ledger is {@link Other}. */
sealed interface Frame {
    JsonMapper JSON = new JsonMapper();

    record Info(String conversation, String epoch, long cursor) implements Frame {}

    /** Goes into the ledger as it is. */
    record Noted(Entry entry) implements Frame {}

    record Placed(Fact fact) implements Frame {}

    record Recovery(boolean isWhole, int count, long cursor) implements Frame {}

    /** The message was not accepted, or the frame not understood. */
    record Refusal(String code, @Nullable String clientMessageId, Duration retryAfter) implements Frame {}

    record Other(String type) implements Frame {}

    static Frame parse(String text) {
        var json = JSON.readTree(text);
        var type = text(json, "type");
        return switch (type) {
            case "session_info" ->
                new Info(
                        text(json, "conversation_id"),
                        json.at("/cursor/epoch").asString(""),
                        json.at("/cursor/seq").asLong(-1));
            case "message_received" -> placed(Kind.RECEIPT, json, "message_id", "");
            case "message" -> placed(Kind.MESSAGE, json, "id", text(json, "content"));
            case "response_complete" -> placed(Kind.ANSWER, json, "message_id", text(json, "full_response"));
            case "message_edited" -> placed(Kind.EDITED, json, "message_id", text(json, "content"));
            case "message_deleted" -> placed(Kind.DELETED, json, "message_id", "");
            case "reaction" -> placed(Kind.REACTION, json, "message_id", text(json, "reaction"));
            case "note" -> placed(Kind.NOTE, json, "id", text(json, "content"));
            case "escalation" -> placed(Kind.ESCALATION, json, "escalation_id", text(json, "status"));
            case "response_start" ->
                new Noted(new Entry.AnswerBegun(
                        text(json, "message_id"),
                        text(json, "in_reply_to"),
                        json.path("attempt").asLong(-1)));
            case "response_chunk" ->
                new Noted(new Entry.AnswerWritten(
                        text(json, "message_id"),
                        json.path("attempt").asLong(-1),
                        json.path("index").asLong(-1),
                        text(json, "chunk")));
            case "recovered" ->
                new Recovery(
                        json.path("recovered").asBoolean(false),
                        json.path("count").asInt(0),
                        json.at("/cursor/seq").asLong(-1));
            case "error" -> json.has("seq") ? failed(json) : refusal(json);
            default -> new Other(type);
        };
    }

    /** An entry of the history. */
    static Fact entry(JsonNode json) {
        var isAnswer = text(json, "sender_type").equals("assistant");
        return new Fact(
                isAnswer ? Kind.ANSWER : Kind.MESSAGE,
                text(json, "conversation_id"),
                text(json, "id"),
                json.path("seq").asLong(-1),
                -1,
                text(json, "sender_id"),
                text(json, "content"),
                isAnswer ? json.at("/metadata/in_reply_to").asString("") : null,
                null);
    }

    private static Frame failed(JsonNode json) {
        var failed = placed(Kind.FAILED_ANSWER, json, "message_id", text(json, "code"))
                .fact();
        return failed.id().isEmpty()
                ? placed(Kind.FAILED_ANSWER, json, "in_reply_to", text(json, "code"))
                : new Placed(failed);
    }

    private static Frame refusal(JsonNode json) {
        return new Refusal(
                text(json, "code"),
                optional(json, "client_message_id"),
                Duration.ofMillis(json.path("retry_after_ms").asLong(0)));
    }

    private static Placed placed(Kind kind, JsonNode json, String id, String text) {
        return new Placed(new Fact(
                kind,
                text(json, "conversation_id"),
                text(json, id),
                json.path("seq").asLong(-1),
                json.path("prev_seq").asLong(-1),
                text(json, "sender_id"),
                text,
                optional(json, "in_reply_to"),
                optional(json, "client_message_id")));
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asString("");
    }

    private static @Nullable String optional(JsonNode json, String field) {
        var value = json.path(field).asString("");
        return value.isEmpty() ? null : value;
    }
}
