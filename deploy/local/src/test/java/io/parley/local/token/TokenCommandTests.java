package io.parley.local.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCommandTests {
    private static final String SECRET = "0123456789012345678901234567890123456789";
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir
    Path directory;

    @Test
    void signsWhatWasAskedFor() throws Exception {
        var request = parse(
                "ada",
                "--role",
                "agent",
                "--role",
                "admin",
                "--ttl",
                "10m",
                "--name",
                "Ada \"L\" \u00c5\n",
                "--tenant",
                "acme");

        var token = SignedJWT.parse(new DevelopmentToken(SECRET).sign(request, "https://issuer", "parley", NOW));

        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.HS256);
        assertThat(token.verify(new MACVerifier(SECRET))).isTrue();
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo("ada");
        assertThat(claims.getStringListClaim("roles")).containsExactly("agent", "admin");
        assertThat(claims.getStringClaim("tenant")).isEqualTo("acme");
        assertThat(claims.getStringClaim("name")).isEqualTo("Ada \"L\" \u00c5\n");
        assertThat(claims.getIssuer()).isEqualTo("https://issuer");
        assertThat(claims.getAudience()).containsExactly("parley");
        assertThat(claims.getIssueTime()).isEqualTo(NOW);
        assertThat(claims.getExpirationTime()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
    }

    @Test
    void needsNothingButASubject() throws Exception {
        var token = SignedJWT.parse(new DevelopmentToken(SECRET).sign(parse("ada"), null, " ", NOW));

        var claims = token.getJWTClaimsSet();
        assertThat(claims.getStringListClaim("roles")).containsExactly("user");
        assertThat(claims.getStringClaim("tenant")).isEqualTo("default");
        assertThat(claims.getExpirationTime()).isEqualTo(NOW.plus(Duration.ofHours(1)));
        assertThat(claims.getClaims()).doesNotContainKeys("name", "iss", "aud");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada bob",
                "--role",
                "ada --role king",
                "ada --ttl soon",
                "ada --ttl 0s",
                "ada --ttl -1h",
                "ada --ttl 99999999999999999999h",
                "ada --name",
                "ada --colour blue",
                "system",
                "ai-assistant",
                "parley-gateway",
                "guest-1"
            })
    void refusesWhatMakesNoSense(String arguments) {
        assertThatThrownBy(() -> parse(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("\n");
    }

    @Test
    void findsTheSecretWhereTheLauncherLeftIt() throws IOException {
        Files.createDirectories(directory.resolve("elsewhere/keys"));
        Files.writeString(directory.resolve("elsewhere/keys/jwt.secret"), SECRET + "\n");

        assertThat(TokenCommand.secret(directory, Map.of("PARLEY_DATA_DIR", "elsewhere")))
                .isEqualTo(SECRET);
        assertThat(TokenCommand.secret(directory, Map.of("PARLEY_JWT_SECRET", "mine")))
                .isEqualTo("mine");
    }

    @Test
    void saysWhenThereIsNoSecretYet() {
        assertThatThrownBy(() -> TokenCommand.secret(directory, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("./parley up")
                .hasMessageContaining("PARLEY_DATA_DIR");
    }

    private static TokenRequest parse(String... arguments) {
        var all = new ArrayList<>(List.of("/root"));
        all.addAll(List.of(arguments));
        return TokenRequest.parse(all.toArray(String[]::new));
    }
}
