package io.parley.gateway.access.jose;

import com.nimbusds.jose.jwk.JWKSet;
import io.parley.gateway.access.AccessProperties;
import io.parley.gateway.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Keys that live elsewhere: fetched when first needed, again for an unknown key id (not more often than allowed, however
 * many bad tokens come) and after their lifetime. Callers that arrive together share one fetch; while a fetch fails, what
 * was known before goes on counting and what was not is answered with {@code unavailable}.
 */
final class LoadedKeys implements IssuerKeys {

    private static final Logger log = LoggerFactory.getLogger(LoadedKeys.class);

    /** Fetches a key set anew at each subscription. */
    interface Source {
        Mono<JWKSet> fetch();
    }

    private record Known(List<TrustedKey> keys, Instant since) {}

    private record Attempt(Instant at, Mono<List<TrustedKey>> result) {}

    private final String name;
    private final Source source;
    private final Clock clock;
    private final Duration timeout;
    private final Duration leastPause;
    private final Duration lifetime;
    private final AtomicReference<Optional<Known>> known = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<Attempt>> latest = new AtomicReference<>(Optional.empty());

    LoadedKeys(String name, Source source, Clock clock, AccessProperties limits) {
        this.name = name;
        this.source = source;
        this.clock = clock;
        this.timeout = limits.jwksTimeout();
        this.leastPause = limits.jwksRefresh();
        this.lifetime = limits.jwksLifetime();
    }

    @Override
    public Mono<List<TrustedKey>> current() {
        Known keys = known.get().orElse(null);
        if (keys == null) {
            return renewed();
        }
        if (clock.instant().isBefore(keys.since().plus(lifetime))) {
            return Mono.just(keys.keys());
        }
        return renewed().onErrorReturn(keys.keys());
    }

    /** An attempt's outcome, good or bad, stands for the least pause: this is the limit on fetches. */
    @Override
    public Mono<List<TrustedKey>> renewed() {
        Instant now = clock.instant();
        return latest.updateAndGet(attempt -> attempt.filter(
                                last -> now.isBefore(last.at().plus(leastPause)))
                        .or(() -> Optional.of(new Attempt(now, attempt(now)))))
                .orElseThrow()
                .result();
    }

    @Nullable Instant knownSince() {
        return known.get().map(Known::since).orElse(null);
    }

    private Mono<List<TrustedKey>> attempt(Instant now) {
        return Mono.defer(source::fetch)
                .timeout(timeout)
                .map(set -> set.getKeys().stream()
                        .flatMap(jwk -> TrustedKey.of(jwk).stream())
                        .toList())
                .doOnNext(keys -> known.set(Optional.of(new Known(keys, now))))
                .doOnError(failure -> log.warn("Keys of {} cannot be fetched: {}", name, failure.toString()))
                .onErrorMap(failure -> Problem.UNAVAILABLE
                        .because("The keys that verify this token cannot be had at the moment.")
                        .retryAfter(leastPause))
                .cache();
    }
}
