package io.parley.completion.retrieval;

import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Changes without a database. */
final class InMemoryChanges implements PassageChanges {

    private final List<Numbered> all = new ArrayList<>();
    private long forgottenBelow;
    private int failures;

    synchronized void failNext(int times) {
        failures = times;
    }

    /** Keeps the newest so many. */
    synchronized void forgetAllBut(int newest) {
        forgottenBelow = all.size() - newest;
    }

    @Override
    public synchronized Mono<Long> newest() {
        return Mono.just((long) all.size());
    }

    @Override
    public synchronized Mono<Long> append(PassageChange change) {
        all.add(new Numbered(all.size() + 1, change));
        return newest();
    }

    @Override
    public synchronized Mono<List<Numbered>> after(long number) {
        if (failures > 0) {
            failures--;
            return Mono.error(new IllegalStateException("the database is away"));
        }
        return number < forgottenBelow
                ? Mono.error(new Forgotten(number))
                : Mono.just(List.copyOf(all.subList((int) Math.min(number, all.size()), all.size())));
    }
}
