package io.parley.gateway.support;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One gateway for all tests, over stand-in services and an in-memory database, spoken to by real clients. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(GatewayTest.TestClock.class)
public abstract class GatewayTest {

    public static final String SECRET = "the suite's own secret of more than 256 bits";
    public static final String PARTNER = "https://partner.example";
    public static final String AUDIENCE = "parley-suite";
    public static final String DOWN = "https://down.example";

    protected static final Issuer OWN = Issuer.secret(SECRET);
    protected static final Issuer PARTNER_RSA = Issuer.rsa("rsa-1");
    protected static final Issuer PARTNER_EC = Issuer.ec("ec-1");
    protected static final Ed25519Issuer PARTNER_ED = new Ed25519Issuer();
    protected static final Issuer OIDC = Issuer.rsa("oidc-1");
    protected static final Issuer INTERNAL = Issuer.ec("internal-1");

    protected static final StandInService SESSION = new StandInService("chat-session");
    protected static final StandInService COMPLETION = new StandInService("ai-completion");
    protected static final StandInService HISTORY = new StandInService("history");
    protected static final StandInService ESCALATION = new StandInService("escalation");
    protected static final StandInService KEYS = new StandInService("keys");

    private static final MongoServer MONGO = new MongoServer(new MemoryBackend());
    private static final String MONGO_ADDRESS = MONGO.bindAndGetConnectionString();
    protected static final JsonMapper JSON = new JsonMapper();
    protected static final int ADDRESS_MESSAGES = 10;
    protected static final Duration READER_STALL = Duration.ofSeconds(2);
    protected static final Duration SERVICE_SILENCE = Duration.ofSeconds(6);

    private static final AtomicInteger ADDRESS = new AtomicInteger();

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static {
        KEYS.serve("/partner.jwks", () -> partnerKeys(List.of(PARTNER_RSA, PARTNER_EC)));
        KEYS.serve(
                "/oidc/.well-known/openid-configuration",
                () -> "{\"issuer\":\"" + oidcIssuer() + "\",\"jwks_uri\":\"" + KEYS.url() + "/oidc/keys\"}");
        KEYS.serve("/oidc/keys", () -> "{\"keys\":[" + OIDC.key().toPublicJWK().toJSONString() + "]}");
    }

    @Autowired
    protected MutableClock clock;

    @Value("${local.server.port}")
    protected int port;

    @Value("${local.management.port}")
    protected int managementPort;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("management.server.port", () -> 0);
        registry.add("spring.mongodb.uri", () -> MONGO_ADDRESS);
        registry.add("parley.access.jwt-secret", () -> SECRET);
        registry.add("parley.access.internal-key-file", () -> internalKeys().toString());
        registry.add("parley.access.issuers[0].issuer", () -> PARTNER);
        registry.add("parley.access.issuers[0].jwks-uri", () -> KEYS.url() + "/partner.jwks");
        registry.add("parley.access.issuers[0].audience", () -> AUDIENCE);
        registry.add("parley.access.issuers[0].tenants", () -> "partner");
        registry.add("parley.access.issuers[0].roles", () -> "agent");
        registry.add("parley.access.issuers[1].oidc-issuer", GatewayTest::oidcIssuer);
        registry.add("parley.access.issuers[2].issuer", () -> DOWN);
        registry.add("parley.access.issuers[2].jwks-uri", () -> "http://127.0.0.1:1/jwks");
        registry.add("parley.admission.trusted-proxies", () -> "127.0.0.1/32");
        registry.add("parley.rate.address-messages", () -> ADDRESS_MESSAGES);
        registry.add("parley.routing.reader-stall", () -> READER_STALL);
        registry.add("parley.routing.service-silence", () -> SERVICE_SILENCE);
        registry.add("parley.routing.chat-session.url", SESSION::url);
        registry.add("parley.routing.chat-session.health-url", SESSION::url);
        registry.add("parley.routing.ai-completion.url", COMPLETION::url);
        registry.add("parley.routing.ai-completion.health-url", COMPLETION::url);
        registry.add("parley.routing.history.url", HISTORY::url);
        registry.add("parley.routing.history.health-url", HISTORY::url);
        registry.add("parley.routing.escalation.url", ESCALATION::url);
        registry.add("parley.routing.escalation.health-url", ESCALATION::url);
    }

    @TestConfiguration
    static class TestClock {

        @Bean
        Clock clock() {
            return new MutableClock();
        }
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    protected static String oidcIssuer() {
        return KEYS.url() + "/oidc";
    }

    protected static String partnerKeys(List<Issuer> issuers) {
        StringBuilder keys = new StringBuilder(PARTNER_ED.jwk("ed-1"));
        issuers.forEach(
                issuer -> keys.append(',').append(issuer.key().toPublicJWK().toJSONString()));
        return "{\"keys\":[" + keys + "]}";
    }

    protected HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    protected HttpRequest.Builder request(String path, String token) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    protected static HttpRequest.BodyPublisher body(String text) {
        return BodyPublishers.ofString(text);
    }

    protected static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    protected static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    protected static StandInService.Received received(HttpResponse<String> response) {
        return StandInService.Received.of(response.body());
    }

    /** One that no test has used before. */
    protected static String freshAddress() {
        int next = ADDRESS.incrementAndGet();
        return "10.77." + next / 256 + "." + next % 256;
    }

    /** The token of a new guest who comes from the address. */
    protected String guest(String address) {
        return json(send(request("/auth/guest")
                        .header("X-Forwarded-For", address)
                        .POST(body("{}"))))
                .path("token")
                .stringValue();
    }

    protected String socketUrl(String path) {
        return "ws://127.0.0.1:" + port + path;
    }

    /** What the internal token of a request says. */
    protected static SignedJWT internalToken(StandInService.Received received) {
        try {
            return SignedJWT.parse(received.headers().get("authorization").substring("Bearer ".length()));
        } catch (ParseException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Path internalKeys() {
        try {
            Path file = Files.createTempFile("internal", ".jwks");
            file.toFile().deleteOnExit();
            return Files.writeString(file, new JWKSet(INTERNAL.key()).toString(false));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
