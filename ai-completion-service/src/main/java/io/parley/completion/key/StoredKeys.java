package io.parley.completion.key;

import io.parley.completion.key.vault.WrappedKey;
import java.util.Collection;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sealed keys, one for each holder. */
public interface StoredKeys {

    /** Stores a key in place of the one its holder had. */
    Mono<Void> save(StoredKey key);

    /** The keys these holders have, in any order. Each is told to belong to whom it was asked for. */
    Flux<StoredKey> find(Collection<KeyHolder> holders);

    /** Also where there is none. */
    Mono<Void> delete(KeyHolder holder);

    /** All there are, in any order; one that changes meanwhile may come twice. */
    Flux<StoredKey> all();

    /** Wraps a key's data key anew while it is as it was read; false where it is not any more. */
    Mono<Boolean> rewrap(StoredKey asRead, WrappedKey now);
}
