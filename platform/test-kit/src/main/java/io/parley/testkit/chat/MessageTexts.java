package io.parley.testkit.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages on one socket: one place for each, and a resume shows the newest text of it there, never one that was
 * deleted.
 */
final class MessageTexts {

    /** A text that a resume brought, and how far that resume reached. */
    private record Replayed(Frame frame, String messageId, long reach) {}

    private final Breaches breaches;
    private final Map<String, Long> places = new HashMap<>();
    private final Map<Long, String> ids = new HashMap<>();
    private final Map<String, TreeMap<Long, String>> edits = new HashMap<>();
    private final Map<String, Long> deletions = new HashMap<>();
    private final List<Replayed> replayed = new ArrayList<>();

    MessageTexts(Breaches breaches) {
        this.breaches = breaches;
    }

    void placed(Frame frame, String messageId) {
        var place = places.putIfAbsent(messageId, frame.seq());
        if (place != null && place != frame.seq()) {
            breaches.add("another place of it is %d: %s", place, frame);
        }
        var id = ids.putIfAbsent(frame.seq(), messageId);
        if (id != null && !id.equals(messageId)) {
            breaches.add("%s has this place: %s", id, frame);
        }
    }

    /** @param reach the cursor of the resume that brings it; null for a live frame */
    void said(Frame frame, @Nullable Long reach) {
        if (reach != null) {
            replayed.add(new Replayed(frame, frame.text("id"), reach));
        }
    }

    void edited(Frame frame, @Nullable Long reach) {
        var id = frame.text("message_id");
        edits.computeIfAbsent(id, _ -> new TreeMap<>()).put(frame.seq(), frame.text("content"));
        if (reach != null) {
            replayed.add(new Replayed(frame, id, reach));
        } else if (deletions.containsKey(id) && !frame.text("content").isEmpty()) {
            breaches.add("text of a deleted message: %s", frame);
        }
    }

    void deleted(Frame frame) {
        deletions.putIfAbsent(frame.text("message_id"), frame.seq());
    }

    /** What a resume showed can be judged when all it brings is known. */
    void end() {
        for (var text : replayed) {
            var content = text.frame.text("content");
            var deleted = deletions.get(text.messageId);
            if (deleted != null && deleted <= text.reach) {
                if (!content.isEmpty()) {
                    breaches.add("text of a deleted message: %s", text.frame);
                }
            } else if (text.frame.is("message") && isOutdated(text, content)) {
                breaches.add("not its newest text: %s", text.frame);
            }
        }
    }

    /** One that was edited or deleted a moment later may show that too. */
    private boolean isOutdated(Replayed text, String content) {
        var known = edits.getOrDefault(text.messageId, new TreeMap<>());
        var newest = known.floorKey(text.reach);
        return newest != null
                && !known.tailMap(newest, true).containsValue(content)
                && !(content.isEmpty() && deletions.containsKey(text.messageId));
    }
}
