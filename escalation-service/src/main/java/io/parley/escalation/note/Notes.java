package io.parley.escalation.note;

import io.parley.events.log.ConversationKey;
import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Mono;

/** The notes as this service has read them from the log. */
public interface Notes {

    /** Keeps notes; one that was kept before is the same. */
    Mono<Void> keep(Collection<Note> notes);

    /** The notes of a conversation whose numbers lie between two, both included, in their order. */
    Mono<List<Note>> find(ConversationKey key, int from, int to);

    /** Deletes the notes of a conversation up to a number. */
    Mono<Void> forget(ConversationKey key, int upTo);
}
