package io.parley.gateway.access.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import io.parley.gateway.access.AccessProperties;
import io.parley.gateway.access.AccessProperties.GuestProperties;
import io.parley.gateway.problem.Refusal;
import io.parley.gateway.support.Issuer;
import io.parley.gateway.support.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class LoadedKeysTests {

    private static final JWKSet KEYS = new JWKSet(Issuer.ec("k1").key());

    private final MutableClock clock = new MutableClock();
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicReference<Mono<JWKSet>> answer = new AtomicReference<>(Mono.just(KEYS));
    private final LoadedKeys keys = new LoadedKeys(
            "test",
            () -> {
                fetches.incrementAndGet();
                return answer.get();
            },
            clock,
            new AccessProperties(
                    List.of(),
                    null,
                    null,
                    null,
                    null,
                    true,
                    new GuestProperties(true, 10),
                    null,
                    Duration.ofMillis(200),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(10)));

    @Test
    void fetchesOnceForAll() {
        StepVerifier.create(Mono.zip(keys.current(), keys.current(), keys.renewed()))
                .assertNext(all -> assertThat(all.getT1()).hasSize(1))
                .verifyComplete();

        assertThat(fetches).hasValue(1);
    }

    @Test
    void looksAgainAfterAPauseOnly() {
        keys.current().block();
        keys.renewed().block();
        assertThat(fetches).hasValue(1);

        clock.advance(Duration.ofSeconds(11));
        keys.renewed().block();

        assertThat(fetches).hasValue(2);
    }

    @Test
    void fetchesAnewAfterTheirLifetimeAndKeepsThemIfThatFails() {
        keys.current().block();
        clock.advance(Duration.ofMinutes(11));
        answer.set(Mono.error(new IllegalStateException("down")));

        StepVerifier.create(keys.current())
                .assertNext(old -> assertThat(old).hasSize(1))
                .verifyComplete();
        StepVerifier.create(keys.renewed()).expectError(Refusal.class).verify();

        assertThat(fetches).hasValue(2);
    }

    @Test
    void doesNotWaitForEver() {
        answer.set(Mono.never());

        StepVerifier.create(keys.current()).expectError(Refusal.class).verify(Duration.ofSeconds(2));
    }
}
