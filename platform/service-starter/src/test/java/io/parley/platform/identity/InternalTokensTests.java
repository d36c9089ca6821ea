package io.parley.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.parley.platform.identity.Caller.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InternalTokensTests {

    private static final ECKey KEY = key("one");
    private static final ECKey OTHER = key("two");
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir
    Path directory;

    private final Ticking clock = new Ticking();
    private Path file;
    private InternalTokens tokens;

    @BeforeEach
    void writeKeys() throws Exception {
        file = directory.resolve("internal.jwks");
        write(KEY);
        tokens = new InternalTokens(file, clock);
    }

    @Test
    void believesTheGateway() throws Exception {
        var token = sign(KEY, claims().claim("name", "Ann").build());

        assertThat(tokens.verify(token))
                .hasValue(new Caller("default", "ann", java.util.Set.of(Role.USER), "Ann", START.plusSeconds(3600)));
    }

    @Test
    void readsRoles() throws Exception {
        var admin = tokens.verify(sign(
                        KEY,
                        claims().claim("roles", List.of("admin", "agent", "user"))
                                .build()))
                .orElseThrow();

        assertThat(admin.isAdmin()).isTrue();
        assertThat(admin.isAgent()).isTrue();
        assertThat(tokens.verify(sign(KEY, claims().claim("roles", null).build()))
                        .orElseThrow()
                        .isAgent())
                .isFalse();
    }

    @Test
    void refusesARoleItDoesNotKnow() throws Exception {
        assertThat(tokens.verify(
                        sign(KEY, claims().claim("roles", List.of("emperor")).build())))
                .isEmpty();
    }

    @Test
    void refusesAnotherKey() throws Exception {
        assertThat(tokens.verify(sign(OTHER, claims().build()))).isEmpty();
        assertThat(tokens.verify(sign(renamed(OTHER, "one"), claims().build()))).isEmpty();
    }

    @Test
    void refusesATokenWithoutSignature() {
        assertThat(tokens.verify(new PlainJWT(claims().build()).serialize())).isEmpty();
    }

    @Test
    void refusesASignatureMadeWithThePublicKeyAsSecret() throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build();
        var jwt = new SignedJWT(header, claims().build());
        jwt.sign(new MACSigner(KEY.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));

        assertThat(tokens.verify(jwt.serialize())).isEmpty();
    }

    @Test
    void refusesAChangedClaim() throws Exception {
        var parts = sign(KEY, claims().build()).split("\\.");
        var changed = new JWSObject(
                new JWSHeader(JWSAlgorithm.ES256),
                new Payload(claims().subject("ben").build().toJSONObject()));

        assertThat(tokens.verify(parts[0] + "." + changed.getPayload().toBase64URL() + "." + parts[2]))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "a.b.c", "no token", "eyJhbGciOiJFUzI1NiJ9.e30.", "eyJhbGciOiJFUzI1NiJ9.e30.AAAA"
            })
    void refusesWhatIsNoToken(String text) {
        assertThat(tokens.verify(text)).isEmpty();
    }

    @Test
    void refusesAnExpiredOneAfterHalfAMinuteOfSkew() throws Exception {
        var token = sign(KEY, claims().build());

        clock.now = START.plus(Duration.ofMinutes(5)).plusSeconds(29);
        assertThat(tokens.verify(token)).isPresent();
        clock.now = START.plus(Duration.ofMinutes(5)).plusSeconds(31);
        assertThat(tokens.verify(token)).isEmpty();
    }

    @Test
    void refusesAnotherIssuerAndAudience() throws Exception {
        assertThat(tokens.verify(sign(KEY, claims().issuer("somebody").build())))
                .isEmpty();
        assertThat(tokens.verify(sign(KEY, claims().issuer(null).build()))).isEmpty();
        assertThat(tokens.verify(sign(KEY, claims().audience("others").build())))
                .isEmpty();
        assertThat(tokens.verify(sign(KEY, claims().audience((String) null).build())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "tenant", "outer_exp", "exp"})
    void refusesOneThatLacksAClaim(String claim) throws Exception {
        assertThat(tokens.verify(sign(KEY, claims().claim(claim, null).build())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "outer_exp", "exp", "roles", "name"})
    void refusesAClaimOfAnotherKind(String claim) throws Exception {
        assertThat(tokens.verify(
                        sign(KEY, claims().claim(claim, List.of(List.of(1))).build())))
                .isEmpty();
    }

    @Test
    void readsItsKeysAgainWhenTheFileHasChanged() throws Exception {
        var old = sign(KEY, claims().build());
        var next = sign(OTHER, claims().build());
        write(OTHER, KEY);

        assertThat(tokens.verify(next)).as("within half a minute").isEmpty();

        clock.now = START.plusSeconds(31);
        assertThat(tokens.verify(next)).isPresent();
        assertThat(tokens.verify(old)).as("both are valid").isPresent();

        write(OTHER);
        clock.now = START.plusSeconds(62);
        assertThat(tokens.verify(old)).as("its key was taken away").isEmpty();
        assertThat(tokens.verify(next)).isPresent();
    }

    @Test
    void goesOnWithTheKeysItKnowsWhereTheFileIsGoneOrBroken() throws Exception {
        var token = sign(KEY, claims().build());

        Files.delete(file);
        clock.now = START.plusSeconds(31);
        assertThat(tokens.verify(token)).isPresent();

        Files.writeString(file, "{\"keys\":[{\"kty\":");
        clock.now = START.plusSeconds(62);
        assertThat(tokens.verify(token)).isPresent();
    }

    @Test
    void doesNotStartWithoutKeys() throws Exception {
        assertThatThrownBy(() -> new InternalTokens(directory.resolve("nowhere"), clock))
                .hasMessageContaining("PARLEY_INTERNAL_KEY_FILE")
                .hasMessageContaining("cannot be read");
        Files.writeString(file, "secret=1");
        assertThatThrownBy(() -> new InternalTokens(file, clock)).hasMessageContaining("no JWK Set of EC keys");
    }

    private void write(ECKey... keys) throws Exception {
        Files.writeString(
                file,
                new JWKSet(Arrays.stream(keys)
                                .map(key -> (com.nimbusds.jose.jwk.JWK) key.toPublicJWK())
                                .toList())
                        .toString());
        // Two writes within one tick of the file system's clock would look like none.
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusNanos(System.nanoTime() % 1_000_000_000L)));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("parley-gateway")
                .audience("parley")
                .subject("ann")
                .claim("tenant", "default")
                .claim("roles", List.of("user"))
                .claim("outer_exp", START.plusSeconds(3600).getEpochSecond())
                .expirationTime(Date.from(START.plus(Duration.ofMinutes(5))));
    }

    private static String sign(ECKey key, JWTClaimsSet claims) throws Exception {
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey renamed(ECKey key, String id) {
        return new ECKey.Builder(key).keyID(id).build();
    }

    private static final class Ticking extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
