package io.parley.testkit.chat;

import io.parley.events.log.WireJson;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Frames of the conversation {@code c}, whole, as a server sends them. */
final class FrameFixtures {

    private static final String AT = "\"timestamp\":\"2026-11-20T10:30:00.123Z\"";

    private FrameFixtures() {}

    static List<Frame> frames(String... frames) {
        return Arrays.stream(frames)
                .map(frame -> new Frame(WireJson.mapper().readTree(frame), Instant.EPOCH))
                .toList();
    }

    static String fact(String type, long seq, long prev, String fields) {
        return "{\"type\":\"%s\",\"conversation_id\":\"c\",\"seq\":%d,\"prev_seq\":%d,%s}"
                .formatted(type, seq, prev, fields);
    }

    static String received(String id, long seq, long prev) {
        return fact("message_received", seq, prev, "\"message_id\":\"%s\",%s".formatted(id, AT));
    }

    static String message(String id, long seq, long prev) {
        return message(id, seq, prev, "said");
    }

    static String message(String id, long seq, long prev, String content) {
        return fact(
                "message",
                seq,
                prev,
                "\"id\":\"%s\",\"sender_id\":\"ann\",\"sender_type\":\"user\",\"content\":\"%s\",\"metadata\":{},%s"
                        .formatted(id, content, AT));
    }

    static String edited(String id, long seq, long prev, String content) {
        return fact(
                "message_edited",
                seq,
                prev,
                "\"message_id\":\"%s\",\"content\":\"%s\",\"edited_at\":\"2026-11-20T10:31:00.000Z\""
                        .formatted(id, content));
    }

    static String deleted(String id, long seq, long prev) {
        return fact("message_deleted", seq, prev, "\"message_id\":\"%s\"".formatted(id));
    }

    static String reaction(String id, long seq, long prev) {
        return fact("reaction", seq, prev, "\"message_id\":\"%s\",\"user_id\":\"ann\",\"reaction\":null".formatted(id));
    }

    static String escalation(String status, long seq, long prev) {
        return fact(
                "escalation", seq, prev, "\"escalation_id\":\"e\",\"status\":\"%s\",\"reason\":\"\"".formatted(status));
    }

    static String recovered(int count, long cursor) {
        return "{\"type\":\"recovered\",\"recovered\":true,\"count\":%d,\"cursor\":{\"epoch\":\"e\",\"seq\":%d}}"
                .formatted(count, cursor);
    }

    static String start(String id, int attempt) {
        return "{\"type\":\"response_start\",\"message\":\"m\",\"message_id\":\"%s\",\"in_reply_to\":\"q\",\"attempt\":%d}"
                .formatted(id, attempt);
    }

    static String chunk(String id, int index, String text) {
        return chunk(id, 1, index, text);
    }

    static String chunk(String id, int attempt, int index, String text) {
        return "{\"type\":\"response_chunk\",\"message_id\":\"%s\",\"attempt\":%d,\"index\":%d,\"chunk\":\"%s\"}"
                .formatted(id, attempt, index, text);
    }

    static String complete(String id, long seq, long prev, String text) {
        return fact("response_complete", seq, prev, """
                "message_id":"%1$s","id":"%1$s","in_reply_to":"q","attempt":1,"finish_reason":"stop","citations":[],\
                "sender_id":"ai-assistant","sender_type":"assistant","full_response":"%2$s","content":"%2$s",%3$s""".formatted(id, text, AT));
    }

    static String failed(String id, long seq, long prev) {
        return fact(
                "error",
                seq,
                prev,
                "\"code\":\"timeout\",\"message\":\"m\",\"retryable\":true,\"in_reply_to\":\"q\",\"message_id\":\"%s\""
                        .formatted(id));
    }
}
