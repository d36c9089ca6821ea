package io.parley.testkit.chat;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What each frame carries by itself, wherever it stands: its fields, and a place if it is a fact and only then. */
final class FrameShapes {

    private static final Set<String> FACTS = Set.of(
            "message_received",
            "response_complete",
            "message",
            "message_edited",
            "message_deleted",
            "reaction",
            "escalation",
            "note");

    private static final Map<String, List<String>> FIELDS = Map.ofEntries(
            Map.entry("session_info", List.of("conversation_id", "message", "cursor")),
            Map.entry("message_received", List.of("message_id", "timestamp")),
            Map.entry("response_start", List.of("message", "message_id", "in_reply_to", "attempt")),
            Map.entry("response_chunk", List.of("chunk", "message_id", "attempt", "index")),
            Map.entry(
                    "response_complete",
                    List.of(
                            "message_id",
                            "timestamp",
                            "full_response",
                            "in_reply_to",
                            "attempt",
                            "finish_reason",
                            "citations",
                            "id",
                            "sender_id",
                            "sender_type",
                            "content")),
            Map.entry("error", List.of("message", "code", "retryable")),
            Map.entry("message", List.of("id", "sender_id", "sender_type", "content", "timestamp", "metadata")),
            Map.entry("message_edited", List.of("message_id", "content", "edited_at")),
            Map.entry("message_deleted", List.of("message_id")),
            // The reaction itself is taken back with null.
            Map.entry("reaction", List.of("message_id", "user_id")),
            Map.entry("escalation", List.of("escalation_id", "status", "reason")),
            Map.entry("receipt", List.of("user_id", "read_seq")),
            Map.entry("typing", List.of("user_id", "sender_type")),
            Map.entry("presence", List.of("user_id", "sender_type", "online")),
            Map.entry("queue", List.of("queue_position")),
            Map.entry("recovered", List.of("recovered")));

    private static final Map<String, Set<String>> WORDS = Map.of(
            "sender_type", Set.of("user", "assistant", "agent", "system"),
            "status", Set.of("queued", "assigned", "resolved", "returned_to_bot", "cancelled"),
            "finish_reason", Set.of("stop", "length", "cancelled"),
            "code",
                    Set.of(
                            "bad_frame",
                            "unknown_type",
                            "message_empty",
                            "message_too_long",
                            "unsupported_message_type",
                            "bad_metadata",
                            "unsupported",
                            "rate_limited",
                            "not_found",
                            "forbidden",
                            "conflict",
                            "busy",
                            "not_latest",
                            "not_accepted",
                            "handed_over",
                            "no_api_key",
                            "provider_unavailable",
                            "provider_rejected_key",
                            "provider_rate_limited",
                            "timeout",
                            "content_filtered",
                            "budget_exhausted",
                            "too_old",
                            "internal"));

    private final Breaches breaches;
    private final boolean agent;

    FrameShapes(Breaches breaches, boolean agent) {
        this.breaches = breaches;
        this.agent = agent;
    }

    void read(Frame frame) {
        for (var field : FIELDS.getOrDefault(frame.type(), List.of())) {
            if (!frame.json().hasNonNull(field)) {
                breaches.add("%s is missing: %s", field, frame);
            }
        }
        if (FIELDS.containsKey(frame.type())) {
            checkWords(frame);
        }
        if (frame.is("note") && !agent) {
            breaches.add("a visitor sees a note: %s", frame);
        }
        if (frame.is("queue") && frame.number("queue_position") < 1) {
            breaches.add("there is no such place in a queue: %s", frame);
        }
        checkPlace(frame);
    }

    private void checkWords(Frame frame) {
        WORDS.forEach((field, words) -> {
            if (frame.json().has(field) && !words.contains(frame.text(field))) {
                breaches.add("%s is none of %s: %s", field, words, frame);
            }
        });
    }

    private void checkPlace(Frame frame) {
        boolean failedAnswer = frame.is("error") && frame.json().has("in_reply_to");
        boolean isFact = FACTS.contains(frame.type()) || failedAnswer;
        boolean hasPlace = frame.isFact() && frame.json().has("prev_seq");
        boolean hasAny = frame.isFact() || frame.json().has("prev_seq");
        if (isFact && !hasPlace) {
            breaches.add("a fact without its place: %s", frame);
        } else if (!isFact && hasAny) {
            breaches.add("seq and prev_seq are for facts: %s", frame);
        }
    }
}
