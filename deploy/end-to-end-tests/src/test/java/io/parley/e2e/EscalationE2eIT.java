package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.testkit.chat.ChatSocket;
import io.parley.testkit.chat.Frame;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A visitor asks for a person; from then on the assistant says nothing. */
@WithSuite
class EscalationE2eIT {
    private final RunningSuite suite;

    EscalationE2eIT(RunningSuite suite) {
        this.suite = suite;
    }

    @Test
    void aFrameHandsTheConversationOverInTheMiddleOfAnAnswer() {
        var client = suite.visitor();
        var conversation = client.session("leta").conversationId();
        try (var here = client.chatsWith("leta");
                var there = client.chatsWith("leta")) {
            var name = here.says(Paced.slowly().asking("Explain everything at length."));
            var question = here.awaitsReceipt(name).text("message_id");
            here.awaits("response_chunk");
            there.awaits("response_chunk");

            here.escalates("I want to talk to a person");

            for (var tab : List.of(here, there)) {
                var escalation = tab.awaits("escalation");
                assertThat(escalation.text("status")).isEqualTo("queued");
                assertThat(escalation.text("reason")).isEqualTo("I want to talk to a person");
                var end = tab.awaits("error");
                assertThat(end.text("code")).isEqualTo("handed_over");
                assertThat(end.text("in_reply_to")).isEqualTo(question);
            }
            assistantIsSilentTo(here);
            assertThat(there.frames("response_complete")).isEmpty();
            here.checks();
            there.checks();
        }
        var escalations = client.escalations(conversation).expecting(200).json();
        assertThat(escalations.path("count").asInt()).isEqualTo(1);
        assertThat(escalations.at("/escalations/0/status").asString()).isEqualTo("queued");
        assertThat(escalations.at("/escalations/0/reason").asString()).isEqualTo("I want to talk to a person");
        assertThat(client.history(conversation)
                        .json()
                        .path("messages")
                        .valueStream()
                        .map(message -> message.path("sender_type").asString()))
                .containsExactly("user", "user");
    }

    @Test
    void aCallDoesTheSameOnce() {
        var client = suite.visitor();
        var conversation = client.session("leta").conversationId();
        try (var socket = client.chatsWith("leta")) {
            socket.asks(Paced.atOnce().asking("Are you a person?"));

            var created = client.escalate(conversation, "no robots please").expecting(201);
            var repeated = client.escalate(conversation, "really no robots").expecting(200);

            assertThat(created.text("status")).isEqualTo("queued");
            assertThat(created.text("conversation_id")).isEqualTo(conversation);
            assertThat(created.text("reason")).isEqualTo("no robots please");
            assertThat(created.json().path("queue_position").asInt()).isPositive();
            assertThat(created.text("created_at")).isNotEmpty();
            assertThat(repeated.text("escalation_id")).isEqualTo(created.text("escalation_id"));
            assertThat(socket.awaits("escalation").text("escalation_id")).isEqualTo(created.text("escalation_id"));
            assistantIsSilentTo(socket);
            socket.checks();

            var listed = client.escalations(conversation).expecting(200).json();
            assertThat(listed.path("conversation_id").asString()).isEqualTo(conversation);
            assertThat(listed.at("/escalations/0/escalation_id").asString()).isEqualTo(created.text("escalation_id"));
        }
    }

    @Test
    void anAgentMayReadWhatWasEscalated() {
        var client = suite.visitor();
        var conversation = client.session("leta").conversationId();
        var agent = suite.visitor("agent-ann", "agent");
        assertThat(agent.history(conversation).status()).isEqualTo(404);

        client.escalate(conversation, "for the agent").expecting(201);

        assertThat(agent.history(conversation).status()).isEqualTo(200);
        assertThat(agent.escalations(conversation).status()).isEqualTo(200);
    }

    private static void assistantIsSilentTo(ChatSocket socket) {
        int before = answering(socket).size();
        socket.awaitsReceipt(socket.says("Is anybody there?"));
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(3))
                .until(() -> answering(socket).size() == before);
    }

    private static List<Frame> answering(ChatSocket socket) {
        return socket.frames().stream()
                .filter(frame -> frame.type().startsWith("response_"))
                .toList();
    }
}
