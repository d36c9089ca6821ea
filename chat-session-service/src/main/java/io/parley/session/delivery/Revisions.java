package io.parley.session.delivery;

import io.parley.events.MessageDeleted;
import io.parley.events.MessageEdited;
import io.parley.events.MessageId;
import io.parley.events.log.LoggedFact;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of messages after they were said: a replay shows the newest words at every place, and of a deleted
 * message none, however often it had been edited before.
 */
final class Revisions {

    static final Revisions NONE = new Revisions(Map.of());

    /** @param content null where the message was deleted */
    record Revision(@Nullable String content, Instant at) {}

    private final Map<MessageId, Revision> newest;

    private Revisions(Map<MessageId, Revision> newest) {
        this.newest = newest;
    }

    /** @param facts of one conversation, in their order */
    static Revisions of(List<LoggedFact> facts) {
        var newest = new HashMap<MessageId, Revision>();
        for (var logged : facts) {
            switch (logged.fact()) {
                case MessageEdited edited ->
                    newest.compute(
                            edited.messageId(),
                            (_, before) -> before != null && before.content() == null
                                    ? before
                                    : new Revision(edited.content(), logged.at()));
                case MessageDeleted deleted -> newest.put(deleted.messageId(), new Revision(null, logged.at()));
                default -> {
                    // Revises nothing.
                }
            }
        }
        return newest.isEmpty() ? NONE : new Revisions(newest);
    }

    @Nullable Revision find(MessageId message) {
        return newest.get(message);
    }
}
