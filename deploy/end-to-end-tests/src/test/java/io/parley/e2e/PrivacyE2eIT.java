package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testkit.chat.ChatClient;
import io.parley.testkit.chat.ChatResponse;
import io.parley.testkit.chat.ChatSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is somebody else's looks exactly like what does not exist. */
@WithSuite
class PrivacyE2eIT {
    private static final String UNKNOWN = UUID.randomUUID().toString();

    private final RunningSuite suite;
    private String owner = "";
    private ChatSession theirs;

    PrivacyE2eIT(RunningSuite suite) {
        this.suite = suite;
    }

    /** Every HTTP call of a visitor that names a conversation or session. */
    private enum Call {
        HISTORY((client, session) -> client.history(session.conversationId())),
        ESCALATE((client, session) -> client.escalate(session.conversationId(), "let me in")),
        ESCALATIONS((client, session) -> client.escalations(session.conversationId())),
        GO_ON((client, session) ->
                client.post("/chatbot/leta/session", Map.of("conversation", session.conversationId()))),
        END_SESSION((client, session) -> client.endSession(session.sessionId()));

        private final BiFunction<ChatClient, ChatSession, ChatResponse> call;

        Call(BiFunction<ChatClient, ChatSession, ChatResponse> call) {
            this.call = call;
        }

        ChatResponse by(ChatClient client, ChatSession session) {
            return call.apply(client, session);
        }
    }

    @BeforeEach
    void somebodyHasAConversation() {
        owner = "owner-" + UUID.randomUUID();
        var client = suite.visitor(owner);
        theirs = client.session("leta");
        try (var socket = client.chatsWith("leta")) {
            socket.asks(Paced.atOnce().asking("This is between you and me."));
        }
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void answersOthersAsIfThereWereNothing(Call call) {
        var unknown = new ChatSession(UNKNOWN, UNKNOWN, List.of(), "", 0, theirs.response());
        for (var stranger : strangers()) {
            var toForeign = call.by(stranger, theirs);
            var toUnknown = call.by(stranger, unknown);

            assertThat(toForeign.status()).isEqualTo(404);
            assertThat(toUnknown.status()).isEqualTo(404);
            assertThat(withoutIds(toForeign)).isEqualTo(withoutIds(toUnknown));
            assertThat(toForeign.text("code")).isEqualTo("not_found");
        }
    }

    @Test
    void closesTheirSocketsAsIfThereWereNoSession() {
        for (var stranger : strangers()) {
            assertThat(stranger.connect(theirs.sessionId()).awaitsClose()).isEqualTo(4404);
            assertThat(stranger.connect(UNKNOWN).awaitsClose()).isEqualTo(4404);
        }
    }

    @Test
    void keepsTheSameUserIdOfAnotherTenantApart() {
        var namesake = suite.visitorWith(suite.tokens().token("elsewhere", owner, Duration.ofHours(1)));

        var session = namesake.session("leta");

        assertThat(session.conversationId()).isNotEqualTo(theirs.conversationId());
        assertThat(session.previousMessages()).isEmpty();
        assertThat(namesake.history(theirs.conversationId()).status()).isEqualTo(404);
    }

    /** An agent gets to see it only once a person was asked for; another tenant's agent never. */
    private List<ChatClient> strangers() {
        return List.of(
                suite.visitor(),
                suite.visitor("agent-" + UUID.randomUUID(), "agent"),
                suite.visitor("admin-" + UUID.randomUUID(), "admin"),
                suite.visitorWith(suite.tokens().token("elsewhere", "mia", Duration.ofHours(1), "admin")));
    }

    private String withoutIds(ChatResponse response) {
        return response.body()
                .replace(theirs.sessionId(), "")
                .replace(theirs.conversationId(), "")
                .replace(UNKNOWN, "");
    }
}
