package io.parley.gateway.access.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.gateway.access.AccessProperties;
import io.parley.gateway.access.AccessProperties.GuestProperties;
import io.parley.gateway.access.AccessProperties.IssuerProperties;
import io.parley.gateway.access.Role;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.function.client.WebClient;

class TrustedIssuersTests {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @Test
    void theShorthandSecretMayAssertEverything() {
        TrustedIssuer issuer = issuers(List.of(), SECRET, null, null).getFirst();

        assertThat(issuer.rules().roles()).containsExactlyInAnyOrder(Role.values());
        assertThat(issuer.rules().tenants()).containsExactly("*");
        assertThat(issuer.isNameless()).isTrue();
    }

    @Test
    void secretAndKeysMayStandBesideEachOther() {
        assertThat(issuers(List.of(), SECRET, "/keys.jwks", "https://id.example"))
                .hasSize(2)
                .allMatch(issuer -> issuer.isNamed("https://id.example"));
        assertThat(issuers(List.of(), "", "", "https://id.example")).hasSize(1);
        assertThat(issuers(List.of(), " ", null, null)).isEmpty();
    }

    @Test
    void aRoleIncludesTheOnesBefore() {
        IssuerProperties settings = issuer("HS256", SECRET, null, Set.of(Role.AGENT));

        assertThat(issuers(List.of(settings), null, null, null)
                        .getFirst()
                        .rules()
                        .roles())
                .containsExactlyInAnyOrder(Role.USER, Role.AGENT);
    }

    @Test
    void refusesToStartWithIssuersThatCannotBeBelieved() {
        assertRefused(issuer("HS256", "too short", null, Set.of()), "32 bytes");
        assertRefused(issuer("RS256", SECRET, null, Set.of()), "HS256");
        assertRefused(issuer("HS256", null, "https://id.example/keys", Set.of()), "HS256");
        assertRefused(issuer("none", null, "https://id.example/keys", Set.of()), "none");
        assertRefused(issuer("RS256", null, null, Set.of()), "jwks-uri");
    }

    private static void assertRefused(IssuerProperties issuer, String reason) {
        assertThatThrownBy(() -> issuers(List.of(issuer), null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    private static IssuerProperties issuer(String algorithm, String secret, String jwks, Set<Role> roles) {
        return new IssuerProperties(
                algorithm, secret, jwks, null, "https://id.example", null, Set.of("default"), roles);
    }

    private static List<TrustedIssuer> issuers(
            List<IssuerProperties> listed, String secret, String jwks, String issuer) {
        AccessProperties properties = new AccessProperties(
                listed,
                secret,
                jwks,
                issuer,
                null,
                true,
                new GuestProperties(true, 10),
                null,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1));
        return new TrustedIssuers(properties, new PublishedKeys(WebClient.create()), Clock.systemUTC()).configured();
    }
}
