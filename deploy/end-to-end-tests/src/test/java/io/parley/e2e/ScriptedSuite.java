package io.parley.e2e;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.parley.testkit.ScriptedModel;
import io.parley.testkit.chat.ChatClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.UUID;

/**
 * A suite as an operator would configure it: a model of its own, which here does what a test scripts, with short
 * patience, and an identity provider with published keys.
 */
public final class ScriptedSuite implements AutoCloseable {
    static final String ISSUER = "https://login.example.com";
    static final String AUDIENCE = "parley-shop";

    private final RunningSuite suite;
    private final ScriptedModel model;
    private final RSAKey key;

    private ScriptedSuite(RunningSuite suite, ScriptedModel model, RSAKey key) {
        this.suite = suite;
        this.model = model;
        this.key = key;
    }

    static ScriptedSuite start() {
        try {
            var key = new RSAKeyGenerator(2048).keyID("shop-1").generate();
            var jwks = Installation.freshDirectory("published-keys").resolve("jwks.json");
            Files.writeString(jwks, new JWKSet(key.toPublicJWK()).toString());
            var model = ScriptedModel.start();
            var settings = Map.of(
                    "OPENAI_BASE_URL",
                    model.baseUrl(),
                    "OPENAI_API_KEY",
                    "sk-scripted",
                    "PARLEY_ANSWERING_FIRSTTOKEN",
                    "3s",
                    "PARLEY_ANSWERING_BETWEENTOKENS",
                    "2s",
                    "PARLEY_ANSWERING_RETRYPAUSE",
                    "100ms",
                    "PARLEY_PROVIDER_ALLOW",
                    "127.0.0.1",
                    "PARLEY_JWT_JWKS",
                    jwks.toString(),
                    "PARLEY_JWT_ISSUER",
                    ISSUER,
                    "PARLEY_JWT_AUDIENCE",
                    AUDIENCE);
            return new ScriptedSuite(RunningSuite.start("scripted-suite", settings), model, key);
        } catch (JOSEException everyJdkCan) {
            throw new IllegalStateException(everyJdkCan);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public ScriptedModel model() {
        return model;
    }

    public RunningSuite suite() {
        return suite;
    }

    /** The identity provider's key pair. */
    RSAKey key() {
        return key;
    }

    public ChatClient visitor() {
        return suite.visitorWith(ForgedToken.of("visitor-" + UUID.randomUUID())
                .issuedBy(ISSUER)
                .meantFor(AUDIENCE)
                .signedWith(key));
    }

    public ChatClient admin() {
        return suite.visitorWith(ForgedToken.of("admin-" + UUID.randomUUID())
                .withRoles("admin")
                .issuedBy(ISSUER)
                .meantFor(AUDIENCE)
                .signedWith(key));
    }

    /** An agent who calls himself so. */
    public ChatClient agent(String name) {
        return suite.visitorWith(ForgedToken.of("agent-" + UUID.randomUUID())
                .withRoles("agent")
                .withName(name)
                .issuedBy(ISSUER)
                .meantFor(AUDIENCE)
                .signedWith(key));
    }

    @Override
    public void close() {
        suite.close();
        model.close();
    }
}
