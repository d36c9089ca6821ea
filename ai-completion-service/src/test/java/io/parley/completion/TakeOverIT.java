package io.parley.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.EscalationRaised;
import io.parley.events.FailureCode;
import io.parley.events.HandedBack;
import io.parley.events.HumanRequested;
import io.parley.events.Sender;
import io.parley.testkit.Gate;
import io.parley.testkit.ModelReply;
import io.parley.testkit.ScriptedModel;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What happens to answers whose process dies. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TakeOverIT {

    private static final String RULES = "--parley.chatbots.seed=classpath:rules/chatbots.json";

    private ScriptedModel model;
    private TestLog log;

    @BeforeEach
    void start() {
        model = ScriptedModel.start();
        log = new TestLog();
    }

    @AfterEach
    void stop() {
        log.close();
        model.close();
    }

    @Test
    @Order(1)
    void beginsAgainAfterARestartAndAnswersOnce() {
        var process = CompletionProcess.start("0", model);
        var talk = new Talk(log);
        var gate = new Gate();
        model.next(ModelReply.says("Not ", "to the end").holding(gate), ModelReply.says("From ", "the start."));
        var question = talk.asks("Tell me.");
        var waiting = talk.asks("And then?");
        gate.awaitReached();
        talk.awaitsChunk(question);

        process.kill();
        try (var again = CompletionProcess.start("0", model)) {
            var answer = talk.awaitsAnswer(question);
            assertThat(answer.attempt()).isEqualTo(2);
            assertThat(answer.text()).isEqualTo("From the start.");
            assertThat(talk.streamed(question, 2)).isEqualTo("From the start.");
            assertThat(talk.awaitsAnswer(waiting).attempt()).isEqualTo(2);
            assertThat(talk.ends(question)).hasSize(1);
            Awaitility.await().until(() -> again.openAnswers() == 0);
            assertThat(model.requests()).hasSize(3);
        }
    }

    @Test
    @Order(2)
    void makesNoJobsWhenItReadsTheLogAgain() {
        var talk = new Talk(log);
        try (var process = CompletionProcess.start("0", model)) {
            talk.awaitsAnswer(talk.asks("One?"));
            talk.awaitsAnswer(talk.asks("Two?"));
            Awaitility.await().until(() -> process.openAnswers() == 0);
            process.empty("contexts");
            process.empty("positions");
        }
        model.reset();

        try (var process = CompletionProcess.start("0", model)) {
            talk.awaitsAnswer(talk.asks("Three?"));

            assertThat(model.requests()).hasSize(1);
            // What was said before is known again.
            assertThat(model.requests().getFirst().messages()).hasSize(6);
            Awaitility.await().until(() -> process.openAnswers() == 0);
        }
    }

    @Test
    @Order(2)
    void callsNobodyWhenItReadsTheLogAgain() {
        var talk = new Talk(log);
        try (var process = CompletionProcess.start("0", model, RULES)) {
            var question = talk.says("A human!", "wordy");
            log.await(talk.key, HumanRequested.class::isInstance, Talk.PATIENCE);
            log.append(talk.key, new EscalationRaised(UUID.randomUUID(), 1, "asked", Sender.ASSISTANT, Map.of()));
            talk.awaitsFailure(question);
            log.append(talk.key, new HandedBack(UUID.randomUUID(), 2, "done", Sender.ASSISTANT));
            talk.awaitsAnswer(talk.says("Thanks.", "wordy"));
            process.empty("contexts");
            process.empty("positions");
        }

        try (var process = CompletionProcess.start("0", model, RULES)) {
            talk.awaitsAnswer(talk.says("And now?", "wordy"));
            Awaitility.await().until(() -> process.openAnswers() == 0);
        }
        assertThat(log.facts(talk.key).stream().filter(logged -> logged.fact() instanceof HumanRequested))
                .hasSize(1);
    }

    @Test
    @Order(2)
    void goesOnWaitingForAPersonAfterARestart() {
        var talk = new Talk(log);
        var process = CompletionProcess.start("0", model, RULES);
        var question = talk.says("A human!", "wordy");
        log.await(talk.key, HumanRequested.class::isInstance, Talk.PATIENCE);

        process.kill();
        try (var again = CompletionProcess.start("0", model, RULES)) {
            log.append(talk.key, new EscalationRaised(UUID.randomUUID(), 1, "asked", Sender.ASSISTANT, Map.of()));
            assertThat(talk.awaitsFailure(question).code()).isEqualTo(FailureCode.HANDED_OVER);
            Awaitility.await().until(() -> again.openAnswers() == 0);
        }
        assertThat(model.requests()).isEmpty();
        assertThat(log.facts(talk.key).stream().filter(logged -> logged.fact() instanceof HumanRequested))
                .hasSize(1);
    }

    /** Last, because a replica that dies leaves its successors to wait for the session of its group member to end. */
    @Test
    @Order(3)
    void leavesARunningAnswerToItsReplicaAndTakesItOverWhenThatOneDies() {
        var first = CompletionProcess.start("0", model);
        var talk = new Talk(log);
        var gate = new Gate();
        model.whenAsked(
                "Take your time.", ModelReply.says("Long ").holding(gate).then("answer."));
        var question = talk.asks("Take your time.");
        var next = talk.asks("Next?");
        talk.awaitsChunk(question);
        try (var second = CompletionProcess.start("1", model)) {
            // Long enough for partitions to move, and for a lease to run out if nobody renewed it.
            Awaitility.await().pollDelay(Duration.ofSeconds(7)).until(() -> true);
            assertThat(model.requests()).hasSize(1);

            first.kill();
            talk.awaitsStart(question, 2);
            gate.open();

            assertThat(talk.awaitsAnswer(question).attempt()).isEqualTo(2);
            assertThat(talk.awaitsAnswer(question).text()).isEqualTo("Long answer.");
            talk.awaitsAnswer(next);
            // The partitions come over too, and with them what is asked from now on.
            talk.awaitsAnswer(talk.asks("Still there?"));
            assertThat(talk.ends(question)).hasSize(1);
            Awaitility.await().until(() -> second.openAnswers() == 0);
        }
    }
}
