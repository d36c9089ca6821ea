package io.parley.escalation.floor;

import io.parley.events.log.ConversationKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The floors in maps, with the same guards as the stored ones. */
final class InMemoryFloors implements Floors {

    private final Map<ConversationKey, ConversationFloor> floors = new ConcurrentHashMap<>();
    private final Map<FloorChange, Instant> outbox = new ConcurrentHashMap<>();
    private final Map<ConversationKey, Waiting> queue = new ConcurrentHashMap<>();
    private final Map<ConversationKey, List<Escalation>> earlier = new LinkedHashMap<>();

    private record Waiting(long fence, Instant since) {}

    @Override
    public Mono<ConversationFloor> find(ConversationKey key) {
        return Mono.fromSupplier(() -> floors.getOrDefault(key, ConversationFloor.untouched(key)));
    }

    @Override
    public synchronized Mono<Boolean> change(ConversationFloor before, ConversationFloor after) {
        return Mono.fromSupplier(() -> changeNow(before, after));
    }

    private synchronized boolean changeNow(ConversationFloor before, ConversationFloor after) {
        outbox.putIfAbsent(
                new FloorChange(after.key(), after.fence()), after.escalation().changedAt());
        var stored = floors.getOrDefault(after.key(), ConversationFloor.untouched(after.key()));
        if (stored.fence() != before.fence()) {
            return false;
        }
        var old = before.escalation();
        if (old != null && old.number() < after.escalation().number()) {
            earlier.computeIfAbsent(after.key(), _ -> new ArrayList<>()).add(old);
        }
        floors.put(after.key(), after);
        return true;
    }

    @Override
    public Mono<Void> queue(ConversationFloor floor) {
        return Mono.fromRunnable(() -> queue.compute(
                floor.key(),
                (_, waiting) -> waiting == null || waiting.fence() <= floor.fence() ? waiting(floor) : waiting));
    }

    private static @Nullable Waiting waiting(ConversationFloor floor) {
        return floor.escalation() != null && floor.escalation().status() == EscalationStatus.QUEUED
                ? new Waiting(floor.fence(), floor.escalation().waitingSince())
                : null;
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
    public Mono<OptionalLong> queuePosition(ConversationKey key) {
        return Mono.fromSupplier(() -> {
            var mine = queue.get(key);
            return mine == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(queue.entrySet().stream()
                            .filter(one -> one.getKey().tenant().equals(key.tenant()))
                            .filter(one -> one.getValue().since().isBefore(mine.since())
                                    || one.getValue().since().equals(mine.since())
                                            && one.getKey().toString().compareTo(key.toString()) <= 0)
                            .count());
        });
    }

    @Override
    public Mono<List<Escalation>> escalations(ConversationKey key, int limit) {
        return find(key).map(floor -> {
            var all = new ArrayList<>(earlier.getOrDefault(key, List.of()));
            if (floor.escalation() != null) {
                all.add(floor.escalation());
            }
            return all.stream()
                    .sorted(Comparator.comparingInt(Escalation::number).reversed())
                    .limit(limit)
                    .toList();
        });
    }
}
