package io.parley.completion.answering;

import static io.parley.completion.answering.AnsweringFixtures.BOB;
import static io.parley.completion.answering.AnsweringFixtures.aQuestion;
import static io.parley.completion.answering.AnsweringFixtures.at;
import static io.parley.completion.answering.AnsweringFixtures.contextOf;
import static io.parley.completion.answering.AnsweringFixtures.posted;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.chatbot.Handoff;
import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.Passage;
import io.parley.completion.model.ModelSignal;
import io.parley.completion.model.ProviderCredential;
import io.parley.completion.prompt.PromptAssembler;
import io.parley.completion.prompt.QuotedDocuments;
import io.parley.completion.retrieval.Found;
import io.parley.completion.retrieval.FoundPassage;
import io.parley.events.AnswerCompleted;
import io.parley.events.FinishReason;
import io.parley.events.HumanRequested;
import io.parley.events.MessagePosted;
import io.parley.events.Payer;
import io.parley.events.Sender;
import io.parley.events.WhileAnswering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class GroundAnswerTests {

    private static final FoundPassage PASSAGE = new FoundPassage(
            new Passage(
                    new DocumentKey("default", "leta", "d"), 0, "Returns", 3, "Refunds", "Money is back in ten days."),
            0.7);

    private final List<String> asked = new ArrayList<>();
    private final AtomicReference<String> persona = new AtomicReference<>();
    private MessagePosted question = aQuestion("How long does a refund take?");
    private ConversationContext context = contextOf(at(3, question));
    private Handoff handoff = Handoff.NEVER;
    private Mono<Found> found = Mono.just(new Found(Found.Outcome.FOUND, List.of(PASSAGE)));
    private String reply = "Ten days [1].";

    @Test
    void givesTheModelThePassagesAndCitesThem() {
        var end = answered();

        assertThat(persona.get())
                .startsWith("Be kind.\n\n")
                .contains("[1] Returns, page 3, Refunds\n| Money is back in ten days.");
        assertThat(end.citations()).hasSize(1);
        assertThat(end.citations().getFirst().documentId()).isEqualTo("d");
        assertThat(end.citations().getFirst().number()).isEqualTo(1);
    }

    @Test
    void changesNothingWithoutDocuments() {
        found = Mono.just(Found.NO_DOCUMENTS);

        assertThat(answered().citations()).isEmpty();
        assertThat(persona.get()).isEqualTo("Be kind.");
    }

    @Test
    void goesOnWithoutWhereTheSearchFails() {
        for (var failing : List.<Mono<Found>>of(Mono.error(new IllegalStateException("x")), Mono.empty())) {
            found = failing;

            assertThat(answered().text()).isEqualTo(reply);
            assertThat(persona.get()).isEqualTo("Be kind.");
        }
    }

    @Test
    void tellsTheModelThatNothingWasFoundOrSearched() {
        found = Mono.just(new Found(Found.Outcome.NOTHING, List.of()));
        assertThat(answered().citations()).isEmpty();
        assertThat(persona.get()).contains("found nothing about it");

        found = Mono.just(Found.UNAVAILABLE);
        answered();
        assertThat(persona.get()).contains("cannot be searched at the moment");
    }

    @Test
    void callsAPersonWhereNothingWasFoundAndTheRuleSaysSo() {
        found = Mono.just(new Found(Found.Outcome.NOTHING, List.of()));
        handoff = new Handoff(List.of(), false, 0, true);

        assertThat(outcome()).isEqualTo(new Outcome.PersonWanted("nothing_found"));
        assertThat(persona.get()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Thank you so much!", "hello", "ok"})
    void callsNobodyForAWordOfThanks(String text) {
        question = aQuestion(text);
        context = contextOf(at(3, question));
        found = Mono.just(new Found(Found.Outcome.NOTHING, List.of()));
        handoff = new Handoff(List.of(), false, 0, true);

        assertThat(outcome()).isInstanceOf(Outcome.Ended.class);
    }

    @Test
    void answersAfterAllWhereAPersonWasCalledForTheQuestionBefore() {
        found = Mono.just(new Found(Found.Outcome.NOTHING, List.of()));
        handoff = new Handoff(List.of(), false, 0, true);
        var call = new HumanRequested(
                Sender.ASSISTANT,
                "nothing_found",
                Map.of("answer_id", question.messageId().answer(0).toString()));
        context = contextOf(at(3, question), at(4, call));

        assertThat(answered().text()).isEqualTo(reply);
        assertThat(persona.get()).contains("found nothing about it");
    }

    @Test
    void asksWithTheMessageBeforeWhereAMessageIsShort() {
        question = aQuestion("And how much?");
        context = contextOf(
                at(1, aQuestion("I want to buy a hub.")), at(2, posted(BOB, "I am here too.", null)), at(3, question));
        answered();

        question = aQuestion("And how much does the larger clamp cost?");
        context = contextOf(at(1, aQuestion("I want to buy a hub.")), at(3, question));
        answered();

        assertThat(asked)
                .containsExactly("I want to buy a hub.\nAnd how much?", "And how much does the larger clamp cost?");
    }

    private AnswerCompleted answered() {
        return (AnswerCompleted) ((Outcome.Ended) outcome()).end();
    }

    private Outcome outcome() {
        var answering = new AnswerQuestion(
                AnsweringFixtures.letaWith(WhileAnswering.ENQUEUE, handoff),
                (tenant, owner, chatbot) -> Mono.just(new ProviderCredential("key", "http://provider", Payer.SUITE)),
                AnsweringFixtures.budgets(),
                request -> {
                    persona.set(request.prompt().persona());
                    return Flux.just(
                            new ModelSignal.Token(reply), new ModelSignal.Finished(FinishReason.STOP, null, "gpt"));
                },
                new PromptAssembler(20),
                new RecordingAnswerLog(),
                new LeaseWatch(Duration.ofDays(1)),
                AnsweringFixtures.properties(10),
                new GroundAnswer(
                        (tenant, chatbot, text, settings) -> {
                            asked.add(text);
                            return found;
                        },
                        new QuotedDocuments(6_000)));
        var job = Objects.requireNonNull(contextOf(at(0, AnsweringFixtures.raised(0)))
                .read(at(3, question), QuestionRules.NONE, _ -> true)
                .asked());
        return Objects.requireNonNull(answering
                .answer(job, context, Mono.never(), () -> Duration.ofMillis(1))
                .block(Duration.ofSeconds(10)));
    }
}
