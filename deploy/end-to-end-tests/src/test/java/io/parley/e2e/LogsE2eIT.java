package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people say and who they can prove to be stays out of every log. */
@WithSuite
class LogsE2eIT {
    private final RunningSuite suite;

    LogsE2eIT(RunningSuite suite) {
        this.suite = suite;
    }

    @Test
    void holdNoWordsAndNoTokens() throws IOException {
        var client = suite.visitor();
        var words = "secret-" + UUID.randomUUID();
        var session = client.session("leta");
        try (var socket = client.connectWithQueryToken(session.sessionId())) {
            socket.awaits("session_info");
            socket.asks("My password is " + words);
            socket.sendsRaw("{\"message\": \"" + words);
            socket.awaits("error");
            socket.escalates("because of " + words);
            socket.awaits("escalation");
        }
        suite.visitorWith(client.token() + "x").history(session.conversationId());

        for (var log : logs()) {
            assertThat(Files.readString(log))
                    .as(log.toString())
                    .doesNotContain(words)
                    .doesNotContain("eyJ")
                    .doesNotContain(suite.secret());
        }
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> logs = Files.list(suite.dataDirectory().resolve("log"))) {
            return logs.toList();
        }
    }
}
