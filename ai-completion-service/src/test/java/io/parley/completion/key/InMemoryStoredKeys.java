package io.parley.completion.key;

import io.parley.completion.key.vault.SealedKey;
import io.parley.completion.key.vault.WrappedKey;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keys in a map, which a test may change behind everybody's back. */
final class InMemoryStoredKeys implements StoredKeys {

    final Map<KeyHolder, StoredKey> keys = new ConcurrentHashMap<>();

    @Override
    public Mono<Void> save(StoredKey key) {
        return Mono.fromRunnable(() -> keys.put(key.holder(), key));
    }

    @Override
    public Flux<StoredKey> find(Collection<KeyHolder> holders) {
        return Flux.defer(() -> Flux.fromIterable(holders)).mapNotNull(keys::get);
    }

    @Override
    public Mono<Void> delete(KeyHolder holder) {
        return Mono.fromRunnable(() -> keys.remove(holder));
    }

    @Override
    public Flux<StoredKey> all() {
        return Flux.defer(() -> Flux.fromIterable(keys.values()));
    }

    @Override
    public Mono<Boolean> rewrap(StoredKey asRead, WrappedKey now) {
        return Mono.fromSupplier(() -> {
            var done = new AtomicBoolean();
            keys.computeIfPresent(asRead.holder(), (holder, key) -> {
                done.set(key.sealed().dataKey().equals(asRead.sealed().dataKey()));
                return done.get() ? with(key, now) : key;
            });
            return done.get();
        });
    }

    static StoredKey with(StoredKey key, WrappedKey dataKey) {
        return new StoredKey(
                key.holder(), new SealedKey(key.sealed().id(), key.sealed().text(), dataKey), key.description());
    }
}
