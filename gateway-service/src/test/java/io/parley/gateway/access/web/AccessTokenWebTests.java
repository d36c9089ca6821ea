package io.parley.gateway.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.parley.gateway.support.GatewayTest;
import io.parley.gateway.support.Issuer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whom the gateway believes, and what it tells the services about them. */
class AccessTokenWebTests extends GatewayTest {

    private static final String PATH = "/chatbots";

    static Stream<Arguments> badCredentials() throws Exception {
        String good = OWN.token("alice");
        String[] parts = good.split("\\.");
        String none = Base64URL.encode("{\"alg\":\"none\"}") + "." + parts[1] + ".";
        Issuer publicKeyAsSecret = new Issuer(
                JWSAlgorithm.HS256,
                "rsa-1",
                new MACSigner(PARTNER_RSA.key().toPublicJWK().toJSONString().getBytes()),
                null);
        Issuer derAsSecret = new Issuer(
                JWSAlgorithm.HS256,
                "rsa-1",
                new MACSigner(PARTNER_RSA.key().toRSAKey().toRSAPublicKey().getEncoded()),
                null);
        return Stream.of(
                bad("no JWT", "hello"),
                bad("empty", ""),
                bad("expired", OWN.token("alice", c -> c.expirationTime(ago(31)))),
                bad("no end", OWN.token("alice", c -> c.expirationTime(null))),
                bad("end is no number", OWN.token("alice", c -> c.claim("exp", "tomorrow"))),
                bad("not yet valid", OWN.token("alice", c -> c.notBeforeTime(ago(-60)))),
                bad(
                        "wrong secret",
                        Issuer.secret("another secret of at least 256 bits length")
                                .token("alice")),
                bad("alg none", none),
                bad("alg none without dot", Base64URL.encode("{\"alg\":\"none\"}") + "." + parts[1]),
                bad("other spelling of the signature", good.substring(0, good.length() - 1) + otherSpelling(good)),
                bad("padded", good + "="),
                bad(
                        "changed claims",
                        parts[0] + "." + Base64URL.encode("{\"sub\":\"bob\",\"exp\":9999999999}") + "." + parts[2]),
                bad("crit", crit()),
                bad(
                        "unknown issuer signs with partner's name",
                        Issuer.rsa("rsa-1").token("alice", c -> partner(c))),
                bad("public JWK as HS256 secret", publicKeyAsSecret.token("alice", c -> partner(c))),
                bad("public key as HS256 secret", derAsSecret.token("alice", c -> partner(c))),
                bad("own secret, partner's name", OWN.token("alice", c -> partner(c))),
                bad("wrong audience", PARTNER_RSA.token("alice", c -> partner(c).audience("elsewhere"))),
                bad("no audience", PARTNER_RSA.token("alice", c -> partner(c).audience((String) null))),
                bad("foreign tenant", PARTNER_RSA.token("alice", c -> partner(c).claim("tenant", "default"))),
                bad(
                        "default tenant of a partner",
                        PARTNER_RSA.token("alice", c -> partner(c).claim("tenant", null))),
                bad("foreign role", PARTNER_RSA.token("alice", c -> partner(c).claim("roles", List.of("admin")))),
                bad("partner's key without partner's name", PARTNER_RSA.token("alice")),
                bad("reserved ai-assistant", OWN.token("ai-assistant")),
                bad("reserved system", OWN.token("system")),
                bad("reserved parley-", OWN.token("parley-gateway")),
                bad("guest from elsewhere", OWN.token("guest-1")),
                bad("guests' name from elsewhere", OWN.token("guest-1", c -> c.issuer("parley-guests"))),
                bad("no subject", OWN.token((String) null)),
                bad("subject with a slash", OWN.token("a/b")),
                bad("subject of 129", OWN.token("a".repeat(129))),
                bad("tenant with a space", OWN.token("alice", c -> c.claim("tenant", "a b"))),
                bad("roles no list", OWN.token("alice", c -> c.claim("roles", 7))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badCredentials")
    void refusesBadCredential(String what, String token) {
        HttpResponse<String> answer = send(request(PATH, token));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = json(answer);
        assertThat(problem.path("type").stringValue()).isEqualTo("https://parley.dev/problems/unauthorized");
        assertThat(problem.path("code").stringValue()).isEqualTo("unauthorized");
        assertThat(problem.path("status").intValue()).isEqualTo(401);
        assertThat(problem.path("success").booleanValue()).isFalse();
        assertThat(problem.path("error")).isEqualTo(problem.path("detail"));
    }

    @Test
    void asksForACredential() {
        assertThat(send(request(PATH)).statusCode()).isEqualTo(401);
        assertThat(send(request("/nowhere")).statusCode()).isEqualTo(401);
        assertThat(send(request(PATH).header("Authorization", "Basic YWxpY2U6c2VjcmV0"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(request(PATH + "?token=" + OWN.token("alice"))).statusCode())
                .isEqualTo(401);
    }

    @Test
    void answersAsOpenAiUnderV1() {
        HttpResponse<String> answer = send(request("/v1/assistants"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode error = json(answer).path("error");
        assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
        assertThat(error.path("type").stringValue()).isEqualTo("invalid_request_error");
        assertThat(error.path("code").stringValue()).isEqualTo("invalid_api_key");
        assertThat(error.path("param").isNull()).isTrue();
    }

    @Test
    void tellsTheServiceWhoIsCalling() throws Exception {
        Instant end = Instant.now().plusSeconds(600);
        String token = OWN.token(
                "alice@example.org",
                c -> c.claim("roles", List.of("admin", "editor"))
                        .claim("name", "Alice")
                        .claim("tenant", "acme")
                        .expirationTime(Date.from(end)));

        SignedJWT internal = internalToken(received(send(request(PATH, token))));

        assertThat(internal.verify(new ECDSAVerifier(INTERNAL.key().toECKey()))).isTrue();
        assertThat(internal.getHeader().getKeyID()).isEqualTo("internal-1");
        var claims = internal.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("parley-gateway");
        assertThat(claims.getAudience()).containsExactly("parley");
        assertThat(claims.getSubject()).isEqualTo("alice@example.org");
        assertThat(claims.getStringClaim("tenant")).isEqualTo("acme");
        assertThat(claims.getStringListClaim("roles")).containsExactly("admin", "agent", "user");
        assertThat(claims.getStringClaim("name")).isEqualTo("Alice");
        assertThat(claims.getLongClaim("outer_exp")).isEqualTo(end.getEpochSecond());
        assertThat(claims.getExpirationTime().toInstant())
                .isAfter(Instant.now())
                .isBefore(Instant.now().plus(Duration.ofMinutes(5)).plusSeconds(1));
    }

    @Test
    void callersWithoutRolesAreUsersOfTheDefaultTenant() throws Exception {
        var claims =
                internalToken(received(send(request(PATH, OWN.token("alice"))))).getJWTClaimsSet();

        assertThat(claims.getStringListClaim("roles")).containsExactly("user");
        assertThat(claims.getStringClaim("tenant")).isEqualTo("default");
        assertThat(claims.getClaims()).doesNotContainKey("name");
    }

    @Test
    void allowsThirtySecondsOfSkew() {
        assertThat(send(request(PATH, OWN.token("alice", c -> c.expirationTime(ago(20)))))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(request(PATH, OWN.token("alice", c -> c.notBeforeTime(ago(-20)))))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void rememberedTokensEndAsOthersDo() {
        String token = OWN.token("alice", c -> c.expirationTime(ago(-60)));
        assertThat(send(request(PATH, token)).statusCode()).isEqualTo(200);

        clock.advance(Duration.ofSeconds(91));

        assertThat(send(request(PATH, token)).statusCode()).isEqualTo(401);
    }

    @Test
    void believesEveryConfiguredAlgorithm() {
        String claims = "{\"iss\":\"" + PARTNER + "\",\"aud\":[\"" + AUDIENCE
                + "\"],\"sub\":\"ed\",\"tenant\":\"partner\",\"exp\":9999999999}";

        assertThat(send(request(PATH, PARTNER_RSA.token("alice", c -> partner(c).claim("roles", "agent"))))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(request(PATH, PARTNER_EC.token("alice", c -> partner(c))))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(request(PATH, PARTNER_ED.token("ed-1", claims))).statusCode())
                .isEqualTo(200);
        assertThat(send(request(PATH, PARTNER_ED.token("ed-1", claims) + "A")).statusCode())
                .isEqualTo(401);
    }

    @Test
    void discoversTheKeysOfAnOidcIssuer() {
        String token = OIDC.token("alice", c -> c.issuer(oidcIssuer()));

        assertThat(send(request(PATH, token)).statusCode()).isEqualTo(200);
    }

    @Test
    void learnsNewKeysButNotForEveryBadToken() {
        Issuer next = Issuer.rsa("rsa-2");
        String token = next.token("alice", c -> partner(c));
        assertThat(send(request(PATH, PARTNER_RSA.token("alice", c -> partner(c))))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(request(PATH, token)).statusCode()).isEqualTo(401);

        KEYS.serve("/partner.jwks", () -> partnerKeys(List.of(next, PARTNER_RSA, PARTNER_EC)));
        assertThat(send(request(PATH, token)).statusCode()).isEqualTo(401);
        clock.advance(Duration.ofSeconds(11));

        assertThat(send(request(PATH, token)).statusCode()).isEqualTo(200);
    }

    @Test
    void saysUnavailableWhenKeysCannotBeHad() {
        HttpResponse<String> answer = send(request(PATH, PARTNER_RSA.token("alice", c -> c.issuer(DOWN))));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(json(answer).path("code").stringValue()).isEqualTo("unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/static/index.html", "/.well-known/jwks.json"})
    void openPathsAskForNothing(String path) {
        assertThat(send(request(path)).statusCode()).isEqualTo(200);
        assertThat(send(request(path, "rubbish")).statusCode()).isEqualTo(200);
    }

    @Test
    void openPathsAreOpenToReadOnly() {
        assertThat(send(request("/health").POST(body("{}"))).statusCode()).isEqualTo(401);
        assertThat(send(request("/health", OWN.token("alice")).POST(body("{}"))).statusCode())
                .isEqualTo(405);
    }

    private static Arguments bad(String what, String token) {
        return Arguments.of(what, token);
    }

    private static JWTClaimsSet.Builder partner(JWTClaimsSet.Builder claims) {
        return claims.issuer(PARTNER).audience(AUDIENCE).claim("tenant", "partner");
    }

    private static Date ago(int seconds) {
        return Date.from(Instant.now().minusSeconds(seconds));
    }

    /** The last character of a 256 bit signature has unused bits: another one decodes to the same bytes. */
    private static char otherSpelling(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return alphabet.charAt(alphabet.indexOf(token.charAt(token.length() - 1)) ^ 1);
    }

    private static String crit() throws Exception {
        String input = Base64URL.encode("{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"exp\":1}") + "."
                + Base64URL.encode("{\"sub\":\"alice\",\"exp\":9999999999}");
        var header = JWSHeader.parse(Map.of("alg", "HS256"));
        return input + "." + OWN.signer().sign(header, input.getBytes());
    }
}
