package io.parley.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.parley.platform.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class CallerFilterTests {

    private static final String ANN;
    private static final ECKey KEY;

    static {
        try {
            KEY = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build(),
                    new JWTClaimsSet.Builder()
                            .issuer("parley-gateway")
                            .audience("parley")
                            .subject("ann")
                            .claim("tenant", "default")
                            .claim("outer_exp", Instant.now().plusSeconds(60).getEpochSecond())
                            .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                            .build());
            jwt.sign(new ECDSASigner(KEY));
            ANN = jwt.serialize();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @TempDir
    Path directory;

    private CallerFilter filter;
    private final AtomicReference<Principal> passed = new AtomicReference<>();

    @BeforeEach
    void readKeys() throws Exception {
        var file = directory.resolve("internal.jwks");
        Files.writeString(file, new JWKSet(KEY.toPublicJWK()).toString());
        filter = new CallerFilter(new InternalTokens(file, Clock.systemUTC()));
    }

    @Test
    void makesTheCallerThePrincipal() {
        StepVerifier.create(filter("/chat/room-1/history", "Bearer " + ANN)).verifyComplete();

        assertThat(passed.get()).isInstanceOfSatisfying(Caller.class, caller -> {
            assertThat(caller.userId()).isEqualTo("ann");
            assertThat(caller.getName()).isEqualTo("default/ann");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "Bearer nonsense", "Basic YTpi", "Bearer", "token"})
    void letsNobodyElseIn(String header) {
        StepVerifier.create(filter("/chat/room-1/history", header.isEmpty() ? null : header))
                .verifyErrorSatisfies(failure -> assertThat(failure).isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status().value()).isEqualTo(401);
                    assertThat(problem.headers()).containsEntry("WWW-Authenticate", "Bearer");
                }));
        assertThat(passed.get()).isNull();
    }

    @Test
    void leavesProbesAlone() {
        StepVerifier.create(filter("/actuator/health/readiness", null)).verifyComplete();
    }

    private Mono<Void> filter(String path, @org.jspecify.annotations.Nullable String header) {
        var request = MockServerHttpRequest.get(path);
        if (header != null) {
            request.header("Authorization", header);
        }
        return filter.filter(
                MockServerWebExchange.from(request.build()),
                exchange -> exchange.getPrincipal().doOnNext(passed::set).then());
    }
}
