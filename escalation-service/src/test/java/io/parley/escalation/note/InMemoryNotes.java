package io.parley.escalation.note;

import io.parley.events.log.ConversationKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Notes in maps. */
public final class InMemoryNotes implements Notes {

    private final Map<ConversationKey, TreeMap<Integer, Note>> notes = new ConcurrentHashMap<>();

    @Override
    public Mono<Void> keep(Collection<Note> more) {
        return Mono.fromRunnable(() -> more.forEach(note -> of(note.key()).put(note.number(), note)));
    }

    @Override
    public Mono<List<Note>> find(ConversationKey key, int from, int to) {
        return Mono.fromSupplier(() -> from > to
                ? List.of()
                : List.copyOf(of(key).subMap(from, true, to, true).values()));
    }

    @Override
    public Mono<Void> forget(ConversationKey key, int upTo) {
        return Mono.fromRunnable(() -> of(key).headMap(upTo, true).clear());
    }

    private TreeMap<Integer, Note> of(ConversationKey key) {
        return notes.computeIfAbsent(key, _ -> new TreeMap<>());
    }
}
