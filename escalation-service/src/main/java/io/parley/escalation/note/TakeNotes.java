package io.parley.escalation.note;

import io.parley.escalation.conversation.Conversations;
import io.parley.escalation.conversation.EnterConversation.Barrier;
import io.parley.escalation.floor.FloorEvents;
import io.parley.escalation.floor.Floors;
import io.parley.escalation.floor.LocatedEscalation;
import io.parley.escalation.floor.TellFloorChange;
import io.parley.events.NoteAdded;
import io.parley.events.Sender;
import io.parley.events.log.ConversationKey;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Writes and reads notes. A note is a fact of the log like a message: it is there once the log has it, and is read from
 * what this service has read back.
 */
public final class TakeNotes {

    /** So many of a conversation's newest notes are shown. */
    private static final int SHOWN = 500;

    private final Floors floors;
    private final TellFloorChange telling;
    private final FloorEvents events;
    private final Conversations conversations;
    private final Notes notes;
    private final Barrier barrier;
    private final Supplier<UUID> ids;

    public TakeNotes(
            Floors floors,
            TellFloorChange telling,
            FloorEvents events,
            Conversations conversations,
            Notes notes,
            Barrier barrier,
            Supplier<UUID> ids) {
        this.floors = floors;
        this.telling = telling;
        this.events = events;
        this.conversations = conversations;
        this.notes = notes;
        this.barrier = barrier;
        this.ids = ids;
    }

    /** Adds a note, and shows it as everybody reads it; nothing where the conversation was erased meanwhile. */
    public Mono<Note> add(LocatedEscalation about, Sender author, String text) {
        var id = ids.get();
        return floors.find(about.key())
                // A note carries the fence it was written under, which the log has to know by then.
                .flatMap(floor -> telling.settle(floor).thenReturn(floor.fence()))
                .flatMap(fence -> events.publish(
                        about.key(), new NoteAdded(about.escalation().id(), fence, id, author, text)))
                .then(Mono.defer(() -> barrier.await(about.key())))
                .then(Mono.defer(() -> list(about)))
                .flatMap(all -> Mono.justOrEmpty(
                        all.stream().filter(note -> note.id().equals(id)).findFirst()));
    }

    /** The notes about an escalation, oldest first. */
    public Mono<List<Note>> list(LocatedEscalation about) {
        return newest(about.key()).map(found -> {
            // A note that was told twice is the first of the two.
            var seen = new HashSet<UUID>();
            return found.stream()
                    .filter(note ->
                            note.escalationId().equals(about.escalation().id()) && seen.add(note.id()))
                    .toList();
        });
    }

    private Mono<List<Note>> newest(ConversationKey key) {
        return conversations
                .find(key)
                .flatMap(conversation ->
                        notes.find(key, Math.max(1, conversation.notes() - SHOWN + 1), conversation.notes()))
                .defaultIfEmpty(List.of());
    }
}
