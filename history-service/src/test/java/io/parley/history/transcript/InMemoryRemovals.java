package io.parley.history.transcript;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The removals in a map, with the same guards as the stored ones. */
final class InMemoryRemovals implements Removals {

    private final Map<String, Removal> open = new HashMap<>();

    @Override
    public Mono<Void> open(Collection<Removal> removals) {
        return Mono.fromRunnable(() -> removals.forEach(removal -> open.putIfAbsent(id(removal), removal)));
    }

    @Override
    public Flux<Removal> due(Instant now) {
        return Flux.defer(() -> Flux.fromIterable(List.copyOf(open.values())))
                .filter(removal -> !removal.due().isAfter(now));
    }

    @Override
    public Mono<Void> reached(Removal removal) {
        return Mono.fromRunnable(() -> open.computeIfPresent(
                id(removal),
                (_, known) ->
                        known.again() == removal.again() ? known.upTo(Math.max(known.next(), removal.next())) : known));
    }

    @Override
    public Mono<Void> begin(Removal secondLook) {
        return Mono.fromRunnable(
                () -> open.computeIfPresent(id(secondLook), (_, known) -> known.again() ? known : secondLook));
    }

    @Override
    public Mono<Void> done(Removal removal) {
        return Mono.fromRunnable(() -> open.remove(id(removal)));
    }

    private static String id(Removal removal) {
        return removal.key() + "/" + removal.clearedBy();
    }
}
