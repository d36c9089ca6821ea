package io.parley.history.transcript;

import io.parley.history.erasure.Erasure;
import io.parley.history.erasure.Erasures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Mono;

/** The erasures that were asked for, in order; nobody does them. */
final class InMemoryErasures implements Erasures {

    private final List<Erasure> opened = new ArrayList<>();

    List<Erasure> opened() {
        return opened;
    }

    @Override
    public Mono<Void> open(Collection<Erasure> erasures) {
        return Mono.fromRunnable(() ->
                erasures.stream().filter(erasure -> !opened.contains(erasure)).forEach(opened::add));
    }

    @Override
    public Mono<Erasure> claim() {
        return Mono.empty();
    }

    @Override
    public Mono<Void> reached(Erasure erasure) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> release(Erasure erasure) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> done(Erasure erasure) {
        return Mono.empty();
    }
}
