package io.parley.e2e.ledger.check;

import static io.parley.e2e.ledger.check.LedgerFixtures.ANN;
import static io.parley.e2e.ledger.check.LedgerFixtures.ANSWER;
import static io.parley.e2e.ledger.check.LedgerFixtures.QUESTION;
import static io.parley.e2e.ledger.check.LedgerFixtures.REMARK;
import static io.parley.e2e.ledger.check.LedgerFixtures.REPLY;
import static io.parley.e2e.ledger.check.LedgerFixtures.VERA;
import static io.parley.e2e.ledger.check.LedgerFixtures.VERA_TOO;
import static io.parley.e2e.ledger.check.LedgerFixtures.at;
import static io.parley.e2e.ledger.check.LedgerFixtures.escalation;
import static io.parley.e2e.ledger.check.LedgerFixtures.fact;
import static io.parley.e2e.ledger.check.LedgerFixtures.receipt;
import static io.parley.e2e.ledger.check.LedgerFixtures.saying;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.e2e.ledger.check.Entry.AnswerBegun;
import io.parley.e2e.ledger.check.Entry.AnswerWritten;
import io.parley.e2e.ledger.check.Entry.Connected;
import io.parley.e2e.ledger.check.Entry.Disconnected;
import io.parley.e2e.ledger.check.Entry.NotRecovered;
import io.parley.e2e.ledger.check.Entry.Recovered;
import io.parley.e2e.ledger.check.Entry.Reloaded;
import io.parley.e2e.ledger.check.Entry.ResumeAsked;
import io.parley.e2e.ledger.check.Entry.Said;
import io.parley.e2e.ledger.check.Entry.Shown;
import io.parley.e2e.ledger.check.Fact.Kind;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A checker that finds nothing is worth nothing: every rule is broken here once, in each way it can be. */
class CheckerTests {
    private final LedgerFixtures good = new LedgerFixtures();

    @Test
    void findsNothingWhereAllIsWell() {
        var verdict = Checker.check(good.ledger());

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.tally()).isEqualTo(new Tally(1, 3, 3, 10, 1, 1, 1, 2));
    }

    @Test
    void findsAMessageThatAReaderWasNotShown() {
        finds(good.without(ANN, REMARK), Rule.LOST);
        finds(new LedgerFixtures().without(VERA, REPLY), Rule.LOST);
    }

    @Test
    void findsWhatNobodyWasShownAndTheHistoryHas() {
        good.without(VERA, REPLY).without(VERA_TOO, REPLY);

        finds(good, Rule.LOST);
    }

    @Test
    void asksOfNoReaderWhatWasBeforeIt() {
        good.of(ANN).set(0, new Connected(15));
        good.without(ANN, REMARK);

        findsOnly(good);
    }

    @Test
    void findsAMessageThatIsShownTwice() {
        findsOnly(good.insertBehind(VERA, new Shown(REPLY), new Shown(REPLY)), Rule.DOUBLED);
    }

    @Test
    void findsAMessageThatComesBackToWhoeverSentIt() {
        var itself = new LedgerFixtures().insertBehind(VERA, receipt(REMARK), new Shown(REMARK));

        finds(itself, Rule.DOUBLED);
    }

    @Test
    void findsAMessageThatIsShownAgainOnTheNextSocket() {
        good.append(VERA, new Disconnected(1006), new Connected(17), new Shown(REPLY));

        findsOnly(good, Rule.DOUBLED);
    }

    @Test
    void findsAMessageThatStandsTwiceInTheHistory() {
        var copy = fact(Kind.MESSAGE, "m9", 19, -1, "vera", "r", null, null);
        good.history().add(copy);

        finds(good, Rule.DOUBLED);
    }

    @Test
    void findsWhatComesOutOfOrder() {
        good.of(VERA).remove(new Shown(REPLY));
        good.insertBehind(VERA, new Shown(ANSWER), new Shown(REPLY));

        finds(good, Rule.OUT_OF_ORDER, Rule.GAP);
    }

    @Test
    void findsAHistoryOutOfOrder() {
        good.history().sort(Comparator.comparing(Fact::seq).reversed());

        finds(good, Rule.OUT_OF_ORDER);
    }

    @Test
    void findsAMessageThatWasSaidLaterAndStandsEarlier() {
        var early = at(REMARK, 9, 3);
        good.everywhere(REMARK, early)
                .history(all ->
                        all.stream().sorted(Comparator.comparing(Fact::seq)).toList());
        good.of(VERA).replaceAll(entry -> entry.equals(receipt(REMARK)) ? receipt(early) : entry);

        finds(good, Rule.OUT_OF_ORDER);
    }

    @Test
    void findsTwoMessagesOfOneConnectionThatChangedPlaces() {
        var first = fact(Kind.MESSAGE, "m4", 23, 20, "vera", "first", null, "x4");
        var second = fact(Kind.MESSAGE, "m5", 20, 18, "vera", "second", null, "x5");
        good.append(
                VERA,
                new Said("x4", "first", new Expectation.None()),
                new Said("x5", "second", new Expectation.None()),
                receipt(second),
                receipt(first));
        List.of(VERA_TOO, ANN).forEach(reader -> good.append(reader, new Shown(second), new Shown(first)));
        good.history().addAll(List.of(second, first));

        findsOnly(good, Rule.OUT_OF_ORDER);
    }

    @Test
    void findsAGapInTheChainOfALiveSocket() {
        findsOnly(good.replace(VERA, REPLY, at(REPLY, 18, 17)), Rule.GAP);
        findsOnly(new LedgerFixtures().replace(ANN, REMARK, at(REMARK, 15, 14)), Rule.GAP);
    }

    @Test
    void findsAGapInAReplay() {
        findsOnly(good.replace(VERA_TOO, REMARK, at(REMARK, 15, 10)), Rule.GAP);
    }

    @Test
    void findsAGapBetweenTheReplayAndWhatIsLive() {
        findsOnly(good.replace(VERA_TOO, REPLY, at(REPLY, 18, 16)), Rule.GAP);
    }

    @Test
    void findsOneMessageAtTwoPlaces() {
        finds(good.replace(VERA, REPLY, at(REPLY, 19, 15)), Rule.SEQ_DIFFERS);
    }

    @Test
    void findsAHistoryWithOtherPlaces() {
        good.history().set(3, at(REPLY, 19, -1));

        finds(good, Rule.SEQ_DIFFERS);
    }

    @Test
    void findsTwoMessagesAtOnePlace() {
        var other = fact(Kind.MESSAGE, "m8", 18, 15, "ann", "other", null, null);

        finds(good.replace(VERA, REPLY, other), Rule.SEQ_DIFFERS);
    }

    @Test
    void findsTwoReceiptsOfOneMessage() {
        good.append(VERA, new Said("x2", "r", new Expectation.None()), receipt(at(REMARK, 20, 18)));

        finds(good, Rule.SEQ_DIFFERS);
    }

    @Test
    void takesARepeatedReceiptForNothingNew() {
        good.append(VERA, new Said("x2", "r", new Expectation.None()), receipt(REMARK));

        findsOnly(good);
    }

    @Test
    void takesAMessageThatLeftTwiceAsMessageAndReceipt() {
        var lost = fact(Kind.MESSAGE, "m4", 20, 18, "vera", "again", null, "x4");
        good.append(
                VERA,
                new Said("x4", "again", new Expectation.None()),
                new Disconnected(1006),
                new Connected(21),
                new ResumeAsked(18),
                new Said("x4", "again", new Expectation.None()),
                new Recovered(1, 21),
                new Shown(lost),
                receipt(lost));
        List.of(VERA_TOO, ANN).forEach(reader -> good.append(reader, new Shown(lost)));
        good.history().add(lost);

        findsOnly(good);
    }

    @Test
    void takesALiveMessageBetweenARepeatedReceiptAndTheReplay() {
        var said = fact(Kind.MESSAGE, "m4", 20, 18, "vera", "again", null, "x4");
        var missed = fact(Kind.MESSAGE, "m5", 22, 20, "ann", "b", null, "x5");
        var live = fact(Kind.MESSAGE, "m6", 24, 22, "ann", "c", null, "x6");
        good.append(
                VERA,
                new Said("x4", "again", new Expectation.None()),
                new Disconnected(1006),
                new Connected(22),
                new ResumeAsked(18),
                new Said("x4", "again", new Expectation.None()),
                receipt(said),
                new Shown(live),
                new Recovered(2, 22),
                new Shown(said),
                new Shown(missed));
        good.append(VERA_TOO, new Shown(said), new Shown(missed), new Shown(live));
        good.append(
                ANN,
                new Shown(said),
                new Said("x5", "b", new Expectation.None()),
                receipt(missed),
                new Said("x6", "c", new Expectation.None()),
                receipt(live));
        good.history().addAll(List.of(said, missed, live));

        findsOnly(good);

        good.replace(VERA, live, at(live, 24, 23));
        finds(good, Rule.GAP);
    }

    @Test
    void findsAnotherTextThanWasSent() {
        good.history().set(2, saying(REMARK, "something else"));

        finds(good, Rule.TEXT_DIFFERS);
    }

    @Test
    void findsAnotherTextThanElsewhere() {
        findsOnly(good.replace(VERA, REPLY, saying(REPLY, "b")), Rule.TEXT_DIFFERS);
    }

    @Test
    void findsTheWordsOfAnotherConversation() {
        var foreign = new Fact(Kind.MESSAGE, "c2", "m7", 30, 18, "eve", "psst", null, null);

        findsOnly(good.append(VERA, new Shown(foreign)), Rule.FOREIGN);
    }

    @Test
    void findsWhatWasAcknowledgedAndIsNotInTheHistory() {
        good.history().remove(REMARK);

        findsOnly(good, Rule.NOT_IN_HISTORY, Rule.NOT_IN_HISTORY);
    }

    @Test
    void findsWhatWasShownAndIsNotInTheHistory() {
        good.history().remove(ANSWER);

        findsOnly(good, Rule.NOT_IN_HISTORY);
    }

    @Test
    void findsWhatIsInTheHistoryAndWasNeverSent() {
        var ghost = fact(Kind.MESSAGE, "m9", 20, 18, "vera", "boo", null, null);
        good.history().add(ghost);
        List.of(VERA, VERA_TOO, ANN).forEach(reader -> good.append(reader, new Shown(ghost)));

        findsOnly(good, Rule.NEVER_SENT);
    }

    @Test
    void findsAReceiptOfWhatWasNotSaid() {
        var ghost = fact(Kind.MESSAGE, "m9", 20, 18, "vera", "boo", null, "x9");

        finds(good.append(VERA, receipt(ghost)), Rule.NEVER_SENT);
    }

    @Test
    void findsWhatIsNeverAcknowledged() {
        findsOnly(good.append(VERA, new Said("x5", "hello?", new Expectation.None())), Rule.NEVER_ACKNOWLEDGED);
    }

    @Test
    void findsAQuestionWithoutAnswer() {
        good.history().remove(ANSWER);
        List.of(VERA, VERA_TOO).forEach(reader -> good.without(reader, ANSWER));

        finds(good, Rule.ANSWER_MISSING);
    }

    @Test
    void findsAQuestionWithTwoAnswers() {
        var second = fact(Kind.ANSWER, "a2", 20, 18, "ai-assistant", ANSWER.text(), "m1", null);
        good.append(
                VERA, new AnswerBegun("a2", "m1", 2), new AnswerWritten("a2", 2, 0, ANSWER.text()), new Shown(second));
        good.append(
                VERA_TOO,
                new AnswerBegun("a2", "m1", 2),
                new AnswerWritten("a2", 2, 0, ANSWER.text()),
                new Shown(second));
        good.append(
                ANN, new AnswerBegun("a2", "m1", 2), new AnswerWritten("a2", 2, 0, ANSWER.text()), new Shown(second));
        good.history().add(second);

        findsOnly(good, Rule.ANSWER_DOUBLED);
    }

    @Test
    void findsTheAnswerToAnotherQuestion() {
        for (var wrong : List.of("[~u:0:7~][~u:1:8~]", "[~t:0:7~]", "[~t:1:7~][~t:0:8~]", "[~t:0:7~][~t:0:7~]", "")) {
            finds(new LedgerFixtures().everywhere(ANSWER, saying(ANSWER, wrong)), Rule.ANSWER_WRONG);
        }
    }

    @Test
    void findsAnAnswerThatFailed() {
        var failed = fact(Kind.FAILED_ANSWER, "a1", 12, 10, "", "internal", "m1", null);
        good.everywhere(ANSWER, failed).history(all -> {
            all.remove(failed);
            return all;
        });

        findsOnly(good, Rule.ANSWER_FAILED);
    }

    @Test
    void findsAnAnswerNobodyAskedFor() {
        var unasked = fact(Kind.ANSWER, "a2", 20, 18, "ai-assistant", "well", "m2", null);
        good.history().add(unasked);
        List.of(VERA, VERA_TOO, ANN)
                .forEach(reader -> good.append(
                        reader,
                        new AnswerBegun("a2", "m2", 1),
                        new AnswerWritten("a2", 1, 0, "well"),
                        new Shown(unasked)));

        findsOnly(good, Rule.ANSWER_UNASKED);
    }

    @Test
    void findsAnAnswerThatAPersonHadToGive() {
        good.of(VERA)
                .replaceAll(entry ->
                        entry instanceof Said said && said.clientMessageId().equals("x1")
                                ? new Said("x1", "q", new Expectation.Unheard())
                                : entry);

        findsOnly(good, Rule.ANSWER_UNASKED);
    }

    @Test
    void findsAnAnswerToNothing() {
        finds(
                good.everywhere(ANSWER, fact(Kind.ANSWER, "a1", 12, 10, "", ANSWER.text(), "m0", null)),
                Rule.ANSWER_UNASKED);
    }

    @Test
    void findsChunksThatDoNotJoinToTheAnswer() {
        good.of(VERA).remove(new AnswerWritten("a1", 1, 0, "[~t:0:7~]"));

        findsOnly(good, Rule.ANSWER_BROKEN, Rule.ANSWER_BROKEN);
    }

    @Test
    void findsAnAnswerThatNeverBegan() {
        good.of(VERA).removeIf(entry -> entry instanceof AnswerBegun || entry instanceof AnswerWritten);

        findsOnly(good, Rule.ANSWER_BROKEN);
    }

    @Test
    void findsAChunkOfAnotherAttempt() {
        good.insertBehind(VERA, new AnswerBegun("a1", "m1", 1), new AnswerBegun("a1", "m1", 2));

        finds(good, Rule.ANSWER_BROKEN);
    }

    @Test
    void findsAnAnswerThatBeginsAfterItsEnd() {
        findsOnly(good.insertBehind(VERA, new Shown(ANSWER), new AnswerBegun("a1", "m1", 2)), Rule.ANSWER_BROKEN);
    }

    @Test
    void findsAnAnswerBeforeTheReceiptOfItsQuestion() {
        good.of(VERA).remove(receipt(QUESTION));
        good.insertBehind(VERA, new AnswerBegun("a1", "m1", 1), receipt(QUESTION));

        findsOnly(good, Rule.ANSWER_BEFORE_RECEIPT);
    }

    @Test
    void findsAReplayThatLacksSomething() {
        good.of(VERA_TOO).set(6, new Recovered(1, 16));
        good.without(VERA_TOO, REMARK);

        finds(good, Rule.RESUME_INCOMPLETE, Rule.LOST);
    }

    @Test
    void findsAReplayThatBringsLessThanItAnnounced() {
        finds(good.without(VERA_TOO, REMARK), Rule.RESUME_INCOMPLETE);
    }

    @Test
    void findsAReplayOfWhatWasNotMissed() {
        good.of(VERA_TOO).set(6, new Recovered(3, 16));
        good.insertBehind(VERA_TOO, new Recovered(3, 16), new Shown(QUESTION));

        finds(good, Rule.RESUME_EXTRA);
    }

    @Test
    void findsAReplayThatBringsSomethingTwice() {
        good.of(VERA_TOO).set(6, new Recovered(3, 16));
        good.insertBehind(VERA_TOO, new Shown(ANSWER), new Shown(ANSWER));

        finds(good, Rule.DOUBLED);
    }

    @Test
    void findsAReplayOutOfOrder() {
        good.without(VERA_TOO, ANSWER);
        good.insertBehind(VERA_TOO, new Shown(REMARK), new Shown(ANSWER));

        finds(good, Rule.OUT_OF_ORDER);
    }

    @Test
    void allowsAReplayThatIsCutAndAskedForAgain() {
        good.without(VERA_TOO, REMARK).without(VERA_TOO, REPLY);
        good.append(
                VERA_TOO,
                new Disconnected(1006),
                new Connected(18),
                new ResumeAsked(12),
                new Recovered(2, 18),
                new Shown(REMARK),
                new Shown(REPLY));

        findsOnly(good);
    }

    @Test
    void allowsLiveFactsUntilTheReplayBegins() {
        good.of(VERA_TOO).subList(4, 10).clear();
        good.append(
                VERA_TOO,
                new Connected(13),
                new ResumeAsked(10),
                new Shown(REMARK),
                new Recovered(1, 13),
                new Shown(ANSWER),
                new Shown(REPLY));

        findsOnly(good);
    }

    @Test
    void findsALiveFactAmongThoseOfAReplay() {
        good.of(VERA_TOO).subList(4, 10).clear();
        good.append(
                VERA_TOO,
                new Connected(13),
                new ResumeAsked(10),
                new Recovered(1, 13),
                new Shown(REMARK),
                new Shown(ANSWER),
                new Shown(REPLY));

        finds(good, Rule.RESUME_INCOMPLETE);
    }

    @Test
    void findsARefusedResume() {
        good.of(VERA_TOO).subList(6, 9).clear();
        good.insertBehind(VERA_TOO, new ResumeAsked(10), new NotRecovered(), new Reloaded(List.of(ANSWER, REMARK), 16));

        findsOnly(good, Rule.RESUME_REFUSED);
    }

    @Test
    void findsTheAssistantsWordsAfterAnEscalation() {
        var taken = escalation("queued", 11, 10);
        var returned = escalation("resolved", 13, 12);
        List.of(VERA, VERA_TOO).forEach(reader -> {
            good.replace(reader, REMARK, at(REMARK, 15, 13));
            good.replace(reader, ANSWER, at(ANSWER, 12, 11));
            good.of(reader).add(good.of(reader).indexOf(new Shown(at(ANSWER, 12, 11))), new Shown(taken));
            good.insertBehind(reader, new Shown(at(ANSWER, 12, 11)), new Shown(returned));
        });

        finds(good, Rule.ASSISTANT_AFTER_ESCALATION);
    }

    @Test
    void findsTheAssistantGoingOnBeforeTheReadersEyes() {
        good.append(VERA, new AnswerBegun("a5", "m2", 1), new Shown(escalation("queued", 20, 18)));
        good.append(VERA, new AnswerWritten("a5", 1, 0, "but"));
        List.of(VERA_TOO, ANN).forEach(reader -> good.append(reader, new Shown(escalation("queued", 20, 18))));

        finds(good, Rule.ASSISTANT_AFTER_ESCALATION);
    }

    @Test
    void letsTheAssistantSpeakWhereTheFloorCameBack() {
        for (var reader : List.of(VERA, VERA_TOO)) {
            good.replace(reader, ANSWER, at(ANSWER, 12, 9));
        }
        var taken = escalation("assigned", 5, 4);
        var returned = escalation("returned_to_bot", 7, 5);
        for (var reader : List.of(VERA, VERA_TOO)) {
            good.of(reader).addAll(1, List.of(new Shown(taken), new Shown(returned)));
        }

        assertThat(Checker.check(good.ledger()).count(Rule.ASSISTANT_AFTER_ESCALATION))
                .isZero();
    }

    private static void finds(LedgerFixtures ledger, Rule... rules) {
        assertThat(Checker.check(ledger.ledger()).violations())
                .extracting(Violation::rule)
                .contains(rules);
    }

    private static void findsOnly(LedgerFixtures ledger, Rule... rules) {
        assertThat(Checker.check(ledger.ledger()).violations())
                .extracting(Violation::rule)
                .containsExactlyInAnyOrder(rules);
    }
}
