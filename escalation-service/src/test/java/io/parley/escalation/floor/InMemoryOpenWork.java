package io.parley.escalation.floor;

import io.parley.events.log.ConversationKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Open work in a map, with the same guards as the stored one. */
public final class InMemoryOpenWork implements OpenWork {

    private final Map<ConversationKey, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(
            ConversationFloor floor,
            long toldPosition,
            @Nullable Instant toldAt) {}

    @Override
    public Mono<Void> place(ConversationFloor floor) {
        return Mono.fromRunnable(() -> entries.compute(floor.key(), (_, entry) -> place(floor, entry)));
    }

    private static @Nullable Entry place(ConversationFloor floor, @Nullable Entry entry) {
        if (entry != null && entry.floor().fence() > floor.fence()) {
            return entry;
        }
        var toldAt = entry == null ? null : entry.toldAt();
        var position = entry == null || !isQueued(floor) ? 0 : entry.toldPosition();
        return floor.open() == null && toldAt == null ? null : new Entry(floor, position, toldAt);
    }

    private static boolean isQueued(ConversationFloor floor) {
        return floor.escalation() != null && floor.escalation().status() == EscalationStatus.QUEUED;
    }

    @Override
    public Mono<OptionalLong> queuePosition(ConversationKey key) {
        return Mono.fromSupplier(() -> {
            var queue = sorted(key.tenant()).map(entry -> entry.floor().key()).toList();
            return queue.contains(key) ? OptionalLong.of(queue.indexOf(key) + 1L) : OptionalLong.empty();
        });
    }

    @Override
    public Mono<List<Waiting>> queue(String tenant, int limit) {
        return Mono.fromSupplier(
                () -> sorted(tenant).limit(limit).map(InMemoryOpenWork::waiting).toList());
    }

    @Override
    public Mono<Waiting> waiting(ConversationKey key) {
        return Mono.defer(() -> Mono.justOrEmpty(entries.get(key))
                .filter(entry -> isQueued(entry.floor()))
                .map(InMemoryOpenWork::waiting));
    }

    private static Waiting waiting(Entry entry) {
        return new Waiting(entry.floor().key(), entry.toldPosition(), entry.toldAt());
    }

    @Override
    public Flux<String> tenants() {
        return Flux.defer(() -> Flux.fromStream(entries.values().stream()
                .filter(entry -> isQueued(entry.floor()))
                .map(entry -> entry.floor().key().tenant())
                .distinct()));
    }

    @Override
    public Mono<List<ConversationKey>> assignedTo(String tenant, String agentId, int limit) {
        return Mono.fromSupplier(() -> entries.values().stream()
                .map(Entry::floor)
                .filter(floor -> floor.key().tenant().equals(tenant))
                .filter(floor -> floor.open() != null && floor.open().isWith(agentId))
                .sorted(Comparator.<ConversationFloor, Instant>comparing(
                                floor -> floor.escalation().changedAt())
                        .thenComparing(floor -> floor.key().toString()))
                .map(ConversationFloor::key)
                .limit(limit)
                .toList());
    }

    @Override
    public Mono<Boolean> telling(Waiting waiting, long position, Instant now) {
        return Mono.fromSupplier(() -> {
            var entry = entries.get(waiting.key());
            return entry != null
                    && isQueued(entry.floor())
                    && waiting(entry).equals(waiting)
                    && entries.replace(waiting.key(), entry, new Entry(entry.floor(), position, now));
        });
    }

    @Override
    public Mono<Void> forgetGone(Instant toldBefore) {
        return Mono.fromRunnable(() -> entries.values()
                .removeIf(entry -> entry.floor().open() == null
                        && entry.toldAt() != null
                        && !entry.toldAt().isAfter(toldBefore)));
    }

    private Stream<Entry> sorted(String tenant) {
        return entries.values().stream()
                .filter(entry -> entry.floor().key().tenant().equals(tenant) && isQueued(entry.floor()))
                .sorted(Comparator.<Entry, Instant>comparing(
                                entry -> entry.floor().escalation().waitingSince())
                        .thenComparing(entry -> entry.floor().key().toString()));
    }
}
