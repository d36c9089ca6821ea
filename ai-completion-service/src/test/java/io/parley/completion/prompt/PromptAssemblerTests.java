package io.parley.completion.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.prompt.Prompt.Line;
import io.parley.completion.prompt.Prompt.Speaker;
import io.parley.events.MessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptAssemblerTests {

    private final PromptAssembler prompts = new PromptAssembler(20);

    @Test
    void putsEachAnswerAfterItsMessageAndTheQuestionLast() {
        var first = turn("one");
        var second = turn("two");
        var third = turn("three");
        var recent =
                recent(first, second, third).answered(second.id(), 0, "to two").answered(first.id(), 0, "to one");

        var prompt = prompts.assemble("Be kind.", recent, third.id()).orElseThrow();

        assertThat(prompt.persona()).isEqualTo("Be kind.");
        assertThat(prompt.lines())
                .containsExactly(
                        new Line(Speaker.USER, "one"),
                        new Line(Speaker.ASSISTANT, "to one"),
                        new Line(Speaker.USER, "two"),
                        new Line(Speaker.ASSISTANT, "to two"),
                        new Line(Speaker.USER, "three"));
    }

    @Test
    void leavesOutWhatWasSaidAfterTheQuestionAndItsOwnEarlierAnswer() {
        var question = turn("question");
        var recent = recent(question, turn("later")).answered(question.id(), 0, "not good enough");

        var prompt = prompts.assemble("", recent, question.id()).orElseThrow();

        assertThat(prompt.lines()).containsExactly(new Line(Speaker.USER, "question"));
    }

    @Test
    void showsTheAnswerOfTheHighestGeneration() {
        var first = turn("one");
        var question = turn("two");
        var recent = recent(first, question)
                .answered(first.id(), 0, "old")
                .answered(first.id(), 2, "newest")
                .answered(first.id(), 1, "middle");

        var prompt = prompts.assemble("", recent, question.id()).orElseThrow();

        assertThat(prompt.lines()).extracting(Line::text).containsExactly("one", "newest", "two");
    }

    @Test
    void countsTheNewestTwentyWithAnswersAndQuestion() {
        var recent = RecentTurns.NONE;
        for (int i = 0; i < 30; i++) {
            var turn = turn("q" + i);
            recent = recent.posted(turn, 0).answered(turn.id(), 0, "a" + i);
        }
        var question = turn("now");
        recent = recent.posted(question, 0);

        var prompt = prompts.assemble("", recent, question.id()).orElseThrow();

        assertThat(prompt.lines()).hasSize(20);
        assertThat(prompt.lines().getFirst().text()).isEqualTo("a20");
        assertThat(prompt.lines().getLast().text()).isEqualTo("now");
    }

    @Test
    void givesAgentsWordsToTheAssistantsSide() {
        var agent = new Turn(MessageId.random(), "I am looking.", "Bob", null);
        var question = turn("and?");

        var prompt =
                prompts.assemble("", recent(agent, question), question.id()).orElseThrow();

        assertThat(prompt.lines().getFirst()).isEqualTo(new Line(Speaker.ASSISTANT, "Bob: I am looking."));
    }

    @Test
    void leavesOutAnAnswerThatWasStoppedBeforeItsFirstWord() {
        var first = turn("one");
        var question = turn("two");
        var recent = recent(first, question).answered(first.id(), 0, "");

        assertThat(prompts.assemble("", recent, question.id()).orElseThrow().lines())
                .hasSize(2);
    }

    @Test
    void hasNoPromptForAQuestionThatIsNotKept() {
        assertThat(prompts.assemble("", recent(turn("one")), MessageId.random()))
                .isEmpty();
    }

    @Test
    void keepsEnoughForEveryQuestionThatWaits() {
        var turns = new ArrayList<Turn>();
        var recent = RecentTurns.NONE;
        for (int i = 0; i < 100; i++) {
            var turn = turn("q" + i);
            turns.add(turn);
            recent = recent.posted(turn, i);
        }

        // All hundred wait: the first still has its prompt, and so has the last.
        assertThat(prompts.assemble("", recent, turns.getFirst().id())).isPresent();
        assertThat(prompts.assemble("", recent, turns.getLast().id())
                        .orElseThrow()
                        .lines())
                .hasSize(20);
    }

    @Test
    void neverGrowsBeyondItsBounds() {
        var recent = RecentTurns.NONE;
        for (int i = 0; i < 1_000; i++) {
            recent = recent.posted(turn("q"), i);
        }
        assertThat(recent.turns()).hasSize(RecentTurns.KEPT_WHILE_WAITING);

        var long100k = "x".repeat(100_000);
        for (int i = 0; i < 20; i++) {
            recent = recent.posted(turn(long100k), 0);
        }
        assertThat(recent.turns().stream().mapToInt(Turn::length).sum()).isLessThanOrEqualTo(1_000_000);
    }

    private static Turn turn(String text) {
        return new Turn(MessageId.random(), text, null, null);
    }

    private static RecentTurns recent(Turn... turns) {
        return IntStream.range(0, turns.length)
                .boxed()
                .reduce(
                        RecentTurns.NONE,
                        (recent, i) -> recent.posted(List.of(turns).get(i), 0),
                        (left, right) -> right);
    }
}
