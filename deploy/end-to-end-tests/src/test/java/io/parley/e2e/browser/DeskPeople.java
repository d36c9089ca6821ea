package io.parley.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.parley.e2e.RunningSuite;
import io.parley.testkit.chat.ChatClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** A tenant of a test's own: nobody else waits in its queue. */
record DeskPeople(RunningSuite suite, String tenant) {
    static DeskPeople of(RunningSuite suite) {
        return new DeskPeople(suite, "desk-" + UUID.randomUUID());
    }

    String token(String sub, String name, Duration lasting, String... roles) {
        return suite.tokens()
                .sign(new JWTClaimsSet.Builder()
                        .subject(sub)
                        .claim("tenant", tenant)
                        .claim("name", name)
                        .claim("roles", List.of(roles))
                        .expirationTime(Date.from(Instant.now().plus(lasting)))
                        .build());
    }

    String token(String name, String... roles) {
        return token(id(name), name, Duration.ofHours(1), roles);
    }

    /** {@code Mira Okafor} is {@code mira}. */
    private static String id(String name) {
        return name.split(" ", 2)[0].toLowerCase(java.util.Locale.ROOT);
    }

    ChatClient somebody(String name, String... roles) {
        return suite.visitorWith(token(name, roles));
    }

    /** Somebody of the desk, signed in by a link. */
    DeskPage at(Windows windows, Look look, String name, String role) {
        var page = windows.open(suite.url() + "/desk/#token=" + token(name, role), look);
        assertThat(page.locator(".desk")).isVisible();
        return new DeskPage(page);
    }

    /** A visitor who has said something and waits for a person. */
    String waits(ChatClient visitor, String conversation, String words, String reason) {
        visitor.post(
                        "/chat/" + conversation + "/messages",
                        java.util.Map.of("content", words, "metadata", java.util.Map.of("silent", true)))
                .expecting(201);
        return visitor.escalate(conversation, reason).expecting(201).text("escalation_id");
    }
}
