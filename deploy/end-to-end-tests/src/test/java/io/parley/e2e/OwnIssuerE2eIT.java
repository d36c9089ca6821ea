package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.parley.testkit.ModelReply;
import org.junit.jupiter.api.Test;

/** An identity provider with published keys, an issuer's name and an audience. */
@WithSuite
class OwnIssuerE2eIT {
    private final ScriptedSuite suite;

    OwnIssuerE2eIT(ScriptedSuite suite) {
        this.suite = suite;
    }

    @Test
    void itsTokensAreGood() {
        suite.model().whenAsked("Who am I?", ModelReply.says("You are welcome."));
        try (var socket = suite.visitor().chatsWith("leta")) {
            assertThat(socket.asks("Who am I?").text()).isEqualTo("You are welcome.");
        }
    }

    @Test
    void tokensForSomebodyElseOrFromSomebodyElseAreNot() throws JOSEException {
        refuses(good().meantFor("another-shop").signedWith(suite.key()));
        refuses(ForgedToken.of("mia").issuedBy(ScriptedSuite.ISSUER).signedWith(suite.key()));
        refuses(good().issuedBy("https://evil.example.com").signedWith(suite.key()));
        refuses(ForgedToken.of("mia").meantFor(ScriptedSuite.AUDIENCE).signedWith(suite.key()));
        refuses(good().signedWith(new RSAKeyGenerator(2048).keyID("shop-1").generate()));
        refuses(good().unsigned());
    }

    @Test
    void thePublishedKeyIsNoSecret() throws JOSEException {
        refuses(good().signedWith(suite.key().toRSAPublicKey().getEncoded()));
        refuses(good().signedWith(suite.key().toPublicJWK().toString()));
    }

    private static ForgedToken good() {
        return ForgedToken.of("mia").issuedBy(ScriptedSuite.ISSUER).meantFor(ScriptedSuite.AUDIENCE);
    }

    private void refuses(String token) {
        var answer = suite.suite().visitorWith(token).post("/chatbot/leta/session");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text("code")).isEqualTo("unauthorized");
    }
}
