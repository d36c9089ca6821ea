package io.parley.escalation.floor;

import io.parley.events.log.ConversationKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The floors in maps, with the same guards as the stored ones. */
public final class InMemoryFloors implements Floors {

    private final Map<ConversationKey, ConversationFloor> floors = new ConcurrentHashMap<>();
    private final Map<FloorChange, Instant> outbox = new ConcurrentHashMap<>();
    private final Map<ConversationKey, List<Escalation>> earlier = new ConcurrentHashMap<>();
    private final Map<ConversationKey, Mono<Void>> held = new ConcurrentHashMap<>();

    /** Nobody finds a floor before what is given back completes. */
    public Sinks.Empty<Void> hold(ConversationKey key) {
        Sinks.Empty<Void> released = Sinks.empty();
        held.put(key, released.asMono());
        return released;
    }

    @Override
    public Mono<ConversationFloor> find(ConversationKey key) {
        return held.getOrDefault(key, Mono.empty())
                .then(Mono.fromSupplier(() -> floors.getOrDefault(key, ConversationFloor.untouched(key))));
    }

    @Override
    public Flux<ConversationFloor> findAll(Collection<ConversationKey> keys) {
        return Flux.fromIterable(keys).mapNotNull(floors::get);
    }

    @Override
    public Mono<Boolean> change(ConversationFloor before, ConversationFloor after) {
        return Mono.fromSupplier(() -> changeNow(before, after));
    }

    private synchronized boolean changeNow(ConversationFloor before, ConversationFloor after) {
        outbox.putIfAbsent(after.lastChange(), after.escalation().changedAt());
        if (!isAsBefore(before)) {
            return false;
        }
        if (before.escalation() != null && after.raised() > before.raised()) {
            earlier.computeIfAbsent(after.key(), _ -> new ArrayList<>()).add(before.escalation());
        }
        floors.put(after.key(), after);
        return true;
    }

    @Override
    public Mono<Boolean> erase(ConversationFloor before, ConversationFloor after) {
        return Mono.fromSupplier(() -> eraseNow(before, after));
    }

    private synchronized boolean eraseNow(ConversationFloor before, ConversationFloor after) {
        if (!isAsBefore(before)) {
            return false;
        }
        floors.put(after.key(), after);
        earlier.remove(after.key());
        return true;
    }

    private boolean isAsBefore(ConversationFloor before) {
        return floors.getOrDefault(before.key(), ConversationFloor.untouched(before.key()))
                        .fence()
                == before.fence();
    }

    @Override
    public Mono<Void> forget(ConversationFloor erased) {
        return Mono.fromRunnable(() -> earlier.remove(erased.key()));
    }

    @Override
    public Mono<Void> told(FloorChange change) {
        return Mono.fromRunnable(() -> {
            floors.computeIfPresent(change.key(), (_, floor) -> floor.fence() == change.fence() ? floor.told() : floor);
            outbox.remove(change);
        });
    }

    @Override
    public Flux<FloorChange> untold(Instant before, int limit) {
        return Flux.defer(() -> Flux.fromStream(outbox.entrySet().stream()
                .filter(note -> note.getValue().isBefore(before))
                .sorted(Map.Entry.comparingByValue())
                .limit(limit)
                .map(Map.Entry::getKey)));
    }

    @Override
    public Mono<List<Escalation>> escalations(ConversationKey key, int limit) {
        return find(key)
                .map(floor -> all(floor)
                        .sorted(Comparator.comparingInt(Escalation::number).reversed())
                        .limit(limit)
                        .toList());
    }

    @Override
    public Mono<LocatedEscalation> locate(String tenant, UUID id) {
        return Mono.defer(() -> Mono.justOrEmpty(floors.values().stream()
                .filter(floor -> floor.key().tenant().equals(tenant))
                .flatMap(floor -> all(floor)
                        .filter(escalation -> escalation.id().equals(id))
                        .map(found -> new LocatedEscalation(floor.key(), found)))
                .findFirst()));
    }

    private Stream<Escalation> all(ConversationFloor floor) {
        return Stream.concat(
                earlier.getOrDefault(floor.key(), List.of()).stream(), Stream.ofNullable(floor.escalation()));
    }
}
