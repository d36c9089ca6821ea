package io.parley.testkit.chat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import tools.jackson.databind.JsonNode;

/**
 * Where the messages of one conversation are, as everybody who shows them says: sockets, history, sessions and answers
 * over HTTP have to agree on it. Any thread may add to it.
 */
public final class Places {

    private record Place(long seq, String source) {}

    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private final Map<Long, String> ids = new ConcurrentHashMap<>();
    private final Collection<String> breaches = new ConcurrentLinkedQueue<>();

    public Places add(String source, Collection<Frame> frames) {
        for (var frame : frames) {
            switch (frame.type()) {
                case "message" -> add(source, frame.text("id"), frame.seq());
                case "message_received", "response_complete" -> add(source, frame.text("message_id"), frame.seq());
                default -> {}
            }
        }
        return this;
    }

    /** Anything that shows messages: a page of history, a session, what a message sent over HTTP is answered with. */
    public Places add(String source, JsonNode shown) {
        if (shown.has("id") && shown.has("seq")) {
            add(source, shown.path("id").asString(""), shown.path("seq").asLong(-1));
        }
        shown.path("messages").forEach(message -> add(source, message));
        shown.path("previous_messages").forEach(message -> add(source, message));
        return this;
    }

    public Places add(String source, String messageId, long seq) {
        var place = places.putIfAbsent(messageId, new Place(seq, source));
        if (place != null && place.seq != seq) {
            breaches.add("%s is at %d in %s, at %d in %s".formatted(messageId, place.seq, place.source, seq, source));
        }
        var id = ids.putIfAbsent(seq, messageId);
        if (id != null && !id.equals(messageId)) {
            breaches.add("%d is %s, and %s in %s".formatted(seq, id, messageId, source));
        }
        return this;
    }

    public List<String> breaches() {
        return List.copyOf(breaches);
    }

    /** Fails with every disagreement, if there is one. */
    public void checks() {
        if (!breaches.isEmpty()) {
            throw new AssertionError("not the same everywhere:\n - " + String.join("\n - ", breaches));
        }
    }
}
