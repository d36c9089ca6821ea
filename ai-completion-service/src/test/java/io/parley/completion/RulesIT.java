package io.parley.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerEvent;
import io.parley.events.AnswerFailed;
import io.parley.events.Chatbot;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.HandedBack;
import io.parley.events.HistoryCleared;
import io.parley.events.HumanRequested;
import io.parley.events.MessageDeleted;
import io.parley.events.MessageEdited;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.WhileAnswering;
import io.parley.testkit.Gate;
import io.parley.testkit.ModelReply;
import io.parley.testkit.ModelRequest.Message;
import io.parley.testkit.ScriptedModel;
import io.parley.testkit.TestLog;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of chatbots, and what people do to their messages, with a real broker and database. */
class RulesIT {

    private static final Sender ANN = new Sender("ann", SenderType.USER, "Ann");
    private static final Sender BOB = new Sender("bob", SenderType.AGENT, "Bob");

    private static ScriptedModel model;
    private static CompletionProcess process;
    private static TestLog log;

    @BeforeAll
    static void start() {
        model = ScriptedModel.start();
        process = CompletionProcess.start(
                "0",
                model,
                "--parley.chatbots.seed=classpath:rules/chatbots.json",
                "--parley.answering.person-wait=4s",
                "--parley.answering.retry-pause=50ms");
        log = new TestLog();
        var talk = new Talk(log);
        talk.awaitsAnswer(talk.says("Awake?", "hasty"));
    }

    @AfterAll
    static void stop() {
        log.close();
        process.close();
        model.close();
    }

    @BeforeEach
    void forgetScripts() {
        model.reset();
    }

    @Test
    void announcesWhatBecomesOfAMessageWhileAnAnswerIsWritten() {
        assertThat(log.chatbots())
                .extracting(Chatbot::id, Chatbot::whileAnswering)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("hasty", WhileAnswering.INTERRUPT),
                        org.assertj.core.groups.Tuple.tuple("picky", WhileAnswering.REJECT),
                        org.assertj.core.groups.Tuple.tuple("wordy", WhileAnswering.ENQUEUE));
    }

    @Test
    void answersTheNewestOfQuestionsThatInterrupt() {
        var talk = new Talk(log);
        model.whenAsked("Talk on.", ModelReply.says("So ", "far").stalling());
        var first = talk.says("Talk on.", "hasty");
        talk.awaitsChunk(first);
        Awaitility.await().until(() -> talk.streamed(first, 1).equals("So far"));

        var second = talk.says("No,", "hasty");
        var third = talk.says("stop that.", "hasty");

        var cancelled = talk.awaitsAnswer(first);
        assertThat(cancelled.finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(cancelled.text()).isEqualTo("So far");
        assertThat(talk.awaitsAnswer(second).finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(talk.awaitsAnswer(third).finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(model.awaitRequest("stop that.").messages())
                .extracting(Message::content)
                .containsSubsequence("Talk on.", "So far", "No,", "stop that.");
        Awaitility.await().until(() -> model.awaitRequest("Talk on.").isCancelled());
        for (var question : List.of(first, second, third)) {
            assertThat(talk.ends(question)).hasSize(1);
        }
    }

    @Test
    void callsAPersonForWordsAndIsSilentUntilThatPersonIsDone() {
        var talk = new Talk(log);

        var question = talk.says("Let me talk to a REAL  person!", "wordy");
        var call = awaitsCall(talk);
        assertThat(call.requestedBy()).isEqualTo(Sender.ASSISTANT);
        assertThat(call.reason()).isEqualTo("requested_by_words");
        assertThat(call.metadata())
                .containsEntry("in_reply_to", question.toString())
                .containsEntry("answer_id", question.answer(0).toString())
                .containsEntry("fence", 0);
        log.append(talk.key, new EscalationRaised(UUID.randomUUID(), 1, "requested_by_words", ANN, Map.of()));

        assertThat(talk.awaitsFailure(question).code()).isEqualTo(FailureCode.HANDED_OVER);
        assertThat(model.requests()).isEmpty();
        log.append(talk.key, new HandedBack(UUID.randomUUID(), 2, "done", BOB));
        talk.awaitsAnswer(talk.says("Thank you.", "wordy"));
        assertThat(calls(talk)).hasSize(1);
        Awaitility.await().until(() -> process.openAnswers() == 0);
    }

    @Test
    void answersAfterAllWhereNobodyComes() {
        var talk = new Talk(log);

        var question = talk.says("A human, please.", "wordy");

        assertThat(talk.awaitsAnswer(question).finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(calls(talk)).hasSize(1);
    }

    @Test
    void callsAPersonWhereTheModelSaysSo() {
        var talk = new Talk(log);
        model.whenAsked(
                "Refund me.",
                ModelReply.says("One ", "moment.")
                        .calling("hand_over_to_a_person", "{\"reason\":\"Ann wants her money back.\"}"));

        var question = talk.says("Refund me.", "clever");
        assertThat(awaitsCall(talk).reason()).isEqualTo("Ann wants her money back.");
        log.append(talk.key, new EscalationRaised(UUID.randomUUID(), 1, "refund", ANN, Map.of()));

        assertThat(talk.awaitsFailure(question).code()).isEqualTo(FailureCode.HANDED_OVER);
        log.append(talk.key, new HandedBack(UUID.randomUUID(), 2, "done", BOB));
        talk.awaitsAnswer(talk.says("Thank you.", "clever"));
        assertThat(model.awaitRequest("Thank you.").messages())
                .extracting(Message::content)
                .containsExactly("Be kind.", "Refund me.", "Thank you.");
        assertThat(calls(talk)).hasSize(1);
    }

    @Test
    void beginsAnewWhereTheModelCalledAndNobodyComes() {
        var talk = new Talk(log);
        model.next(
                ModelReply.says("One moment.").calling("hand_over_to_a_person", "{\"reason\":\"refund\"}"),
                ModelReply.says("I am ", "sorry."));

        var answer = talk.awaitsAnswer(talk.says("Refund me.", "clever"));

        assertThat(answer.text()).isEqualTo("I am sorry.");
        assertThat(answer.attempt()).isEqualTo(2);
        assertThat(talk.streamed(answer.inReplyTo(), 2)).isEqualTo("I am sorry.");
        assertThat(model.requests().get(0).json().has("tools")).isTrue();
        assertThat(model.requests().get(1).json().has("tools")).isFalse();
        assertThat(calls(talk)).hasSize(1);
    }

    @Test
    void callsAPersonWhenAnswersFailOneAfterTheOther() {
        var talk = new Talk(log);
        model.answers(ModelReply.status(401));

        assertThat(talk.awaitsFailure(talk.says("One?", "weak")).code()).isEqualTo(FailureCode.PROVIDER_REJECTED_KEY);
        assertThat(calls(talk)).isEmpty();
        talk.awaitsFailure(talk.says("Two?", "weak"));
        assertThat(awaitsCall(talk).reason()).isEqualTo("assistant_failed");
        talk.awaitsFailure(talk.says("Three?", "weak"));

        assertThat(calls(talk)).hasSize(1);
    }

    @Test
    void givesUpTheAnswerAndForgetsTheRestWhereHistoryIsCleared() {
        var talk = new Talk(log);
        model.whenAsked("Remember 5678.", ModelReply.says("Your ", "secret").holding(new Gate()));
        var question = talk.says("Remember 5678.", "hasty");
        talk.awaitsChunk(question);

        log.append(talk.key, new HistoryCleared("ann", false, 1));

        Awaitility.await().until(() -> model.awaitRequest("Remember 5678.").isCancelled());
        Awaitility.await().until(() -> process.openAnswers() == 0);
        assertThat(process.document("contexts", talk.key.toString())).doesNotContain("5678", "secret");
        assertThat(talk.ends(question)).isEmpty();
        var answer = talk.awaitsAnswer(talk.says("What was it?", "hasty"));
        assertThat(model.awaitRequest("What was it?").messages())
                .extracting(Message::content)
                .containsExactly("Be kind.", "What was it?");
        assertThat(answer.fence()).as("begun after the clearing").isEqualTo(1);
    }

    @Test
    void leavesNothingOfAConversationThatIsErased() {
        var talk = new Talk(log);
        var gate = new Gate();
        model.whenAsked(
                "Keep my secret 1234.", ModelReply.says("Your ", "secret").holding(gate));
        var question = talk.says("Keep my secret 1234.", "hasty");
        talk.awaitsChunk(question);

        log.append(talk.key, new HistoryCleared("ann", true, 0));

        Awaitility.await()
                .until(() -> model.awaitRequest("Keep my secret 1234.").isCancelled());
        Awaitility.await().until(() -> process.openAnswers() == 0);
        assertThat(process.document("contexts", talk.key.toString())).doesNotContain("1234", "ann", "secret");
        assertThat(talk.ends(question)).isEmpty();
        log.append(talk.key, new ConversationStarted("ann", ConversationKind.SESSION, "hasty"));
        talk.awaitsAnswer(talk.says("Who am I?", "hasty"));
        assertThat(model.awaitRequest("Who am I?").messages())
                .extracting(Message::content)
                .containsExactly("Be kind.", "Who am I?");
    }

    @Test
    void givesTheModelTheNewestWordsAndNoneThatWereTakenBack() {
        var talk = new Talk(log);
        var first = talk.says("My name is Bob.", "hasty");
        talk.awaitsAnswer(first);
        var second = talk.says("My number is 1234.", "hasty");
        talk.awaitsAnswer(second);
        log.append(talk.key, new MessageEdited(first, "ann", "My name is Ann."));
        log.append(talk.key, new MessageDeleted(second, "ann"));
        log.append(talk.key, new MessageEdited(second, "ann", "My number is 4321."));

        talk.awaitsAnswer(talk.says("Who am I?", "hasty"));

        assertThat(model.awaitRequest("Who am I?").messages())
                .extracting(Message::content)
                .containsExactly(
                        "Be kind.", "My name is Ann.", "Hello from the script.", "Hello from the script.", "Who am I?");
        assertThat(process.document("contexts", talk.key.toString())).doesNotContain("1234", "4321");
    }

    @Test
    void endsTheAnswerToAWaitingQuestionThatIsTakenBack() {
        var talk = new Talk(log);
        var gate = new Gate();
        model.whenAsked("first", ModelReply.says("one").holding(gate));
        var first = talk.says("first", "wordy");
        var second = talk.says("second", "wordy");
        talk.awaitsChunk(first);

        log.append(talk.key, new MessageDeleted(second, "ann"));
        log.append(talk.key, new MessageDeleted(first, "ann"));
        Awaitility.await()
                .until(() -> process.document("contexts", talk.key.toString()).indexOf("first") < 0);
        gate.open();

        assertThat(talk.awaitsAnswer(first).text()).isEqualTo("one");
        var never = talk.awaitsAnswer(second);
        assertThat(never.text()).isEmpty();
        assertThat(never.finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(model.requests()).hasSize(1);
    }

    @Test
    void survivesFactsAboutWhatItDoesNotKnow() {
        var talk = new Talk(log);
        var nobody = io.parley.events.MessageId.random();
        log.append(talk.key, new MessageEdited(nobody, "ann", "x"));
        log.append(talk.key, new MessageDeleted(nobody, "ann"));
        log.append(talk.key, new HumanRequested(Sender.ASSISTANT, null, Map.of("answer_id", 7)));
        log.append(talk.key, new AnswerFailed(nobody.answer(0), nobody, 0, 1, 0, "weak", FailureCode.INTERNAL));
        log.append(talk.key, new io.parley.events.AnswerRequested(nobody, 1, "ann", "weak"));

        var end = (AnswerEvent) log.await(
                        talk.key,
                        fact -> fact instanceof AnswerEvent found
                                && found.answerId().equals(nobody.answer(1)),
                        Talk.PATIENCE)
                .fact();

        assertThat(((AnswerFailed) end).code()).isEqualTo(FailureCode.INTERNAL);
        assertThat(talk.awaitsAnswer(talk.says("And now?", "hasty"))).isInstanceOf(AnswerCompleted.class);
    }

    private static HumanRequested awaitsCall(Talk talk) {
        return (HumanRequested) log.await(talk.key, fact -> fact instanceof HumanRequested, Talk.PATIENCE)
                .fact();
    }

    private static List<HumanRequested> calls(Talk talk) {
        return log.facts(talk.key).stream()
                .map(logged -> logged.fact())
                .filter(HumanRequested.class::isInstance)
                .map(HumanRequested.class::cast)
                .toList();
    }
}
