package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testkit.chat.ChatSession;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several tabs of one user. */
@WithSuite
class TabsE2eIT {
    private final RunningSuite suite;

    TabsE2eIT(RunningSuite suite) {
        this.suite = suite;
    }

    @Test
    void shareTheSessionAndBothSeeTheAnswer() {
        var sub = "tabs-" + UUID.randomUUID();
        var first = suite.visitor(sub);
        var second = suite.visitor(sub);
        var answer = Paced.answer(50, 20, 20);
        try (var here = first.chatsWith("leta");
                var there = second.chatsWith("leta")) {
            var name = here.says(answer.asking("Do both of my tabs see this?"));

            var heard = there.awaits("message");
            var shownHere = here.awaitsAnswerTo(name);
            var shownThere = there.awaitsAnswer();

            assertThat(heard.text("client_message_id")).isEqualTo(name);
            assertThat(heard.text("sender_id")).isEqualTo(sub);
            assertThat(here.frames("message")).isEmpty();
            assertThat(shownThere.text()).isEqualTo(shownHere.text());
            assertThat(shownThere.messageId()).isEqualTo(shownHere.messageId());
            assertThat(shownThere.end().seq()).isEqualTo(shownHere.end().seq());
            answer.isWholeIn(shownThere.text());
            here.checks();
            there.checks();
        }
    }

    @Test
    void thatAskAtTheSameInstantGetTheSameSession() {
        var client = suite.visitor();
        try (var tabs = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = IntStream.range(0, 10)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(() -> client.session("leta"), tabs))
                    .toList();
            var sessions = asked.stream().map(CompletableFuture::join).toList();

            assertThat(sessions)
                    .extracting(ChatSession::sessionId)
                    .containsOnly(sessions.getFirst().sessionId());
            assertThat(sessions)
                    .extracting(ChatSession::conversationId)
                    .containsOnly(sessions.getFirst().conversationId());
            assertThat(sessions).filteredOn(ChatSession::isNew).hasSize(1);
        }
    }

    @Test
    void thatOpenWhileAnAnswerIsWrittenGetAllOfIt() {
        var client = suite.visitor();
        var answer = Paced.answer(50, 40, 40);
        try (var early = client.chatsWith("leta")) {
            var name = early.says(answer.asking("I shall open another tab while you talk."));
            early.awaits("response_chunk");
            try (var late = client.chatsWith("leta")) {
                assertThat(late.awaitsAnswer().text())
                        .isEqualTo(early.awaitsAnswerTo(name).text());
                answer.isWholeIn(late.frames("response_complete").getFirst().text("full_response"));
                late.checks();
            }
            early.checks();
        }
    }

    @Test
    void leaveTheSessionToTheOneThatStays() {
        var client = suite.visitor();
        var session = client.session("leta");
        try (var stays = client.chatsWith("leta");
                var goes = client.chatsWith("leta")) {
            assertThat(client.endSession(session.sessionId()).status()).isEqualTo(204);
            goes.close();

            assertThat(stays.asks(Paced.atOnce().asking("Am I still here?")).isComplete())
                    .isTrue();
            stays.checks();
        }
    }
}
