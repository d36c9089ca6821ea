package io.parley.completion.retrieval;

import static io.parley.completion.retrieval.RetrievalFixtures.document;
import static io.parley.completion.retrieval.RetrievalFixtures.passage;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.completion.chatbot.RetrievalSettings;
import io.parley.completion.document.Passage;
import io.parley.completion.retrieval.EmbeddingFailed.Reason;
import io.parley.completion.retrieval.Found.Outcome;
import io.parley.completion.retrieval.PassageSearch.Hit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class HybridRetrievalTests {

    private final ScriptedSearch search = new ScriptedSearch();
    private final InMemoryPassages passages = new InMemoryPassages();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Passage first = passage(document("a"), 0, "One.");
    private final Passage second = passage(document("b"), 0, "Two.");
    private Mono<float[]> vector = Mono.just(new float[] {1, 0});
    private Mono<Void> built = Mono.empty();
    private final List<PassageSearch.Scope> searched = new ArrayList<>();

    @BeforeEach
    void keepDocuments() {
        for (var one : List.of(first, second)) {
            passages.keep(one.document(), List.of(one)).block();
        }
    }

    @Test
    void givesWhatBothPartsFindBestFirst() {
        search.meaning = Mono.just(List.of(new Hit("a/0", 0.5), new Hit("b/0", 0.4)));
        search.words = Mono.just(List.of(new Hit("b/0", 0.8)));

        var found = find(RetrievalSettings.DEFAULT);

        assertThat(found.outcome()).isEqualTo(Outcome.FOUND);
        assertThat(found.passages())
                .containsExactly(new FoundPassage(second, 0.4 + 0.3 * 0.8), new FoundPassage(first, 0.5));
    }

    @Test
    void givesNoMoreThanIsAskedForAndNothingBelowTheLeastScore() {
        search.meaning = Mono.just(List.of(new Hit("a/0", 0.5), new Hit("b/0", 0.4)));

        assertThat(find(new RetrievalSettings(true, 1, 0)).passages()).containsExactly(new FoundPassage(first, 0.5));
        assertThat(find(new RetrievalSettings(true, 5, 0.45)).passages()).hasSize(1);
        assertThat(find(new RetrievalSettings(true, 5, 0.6))).isEqualTo(new Found(Outcome.NOTHING, List.of()));
    }

    @Test
    void hasALeastScoreOfItsOwnWhereAChatbotSaysNone() {
        search.meaning = Mono.just(List.of(new Hit("a/0", 0.19)));

        assertThat(find(RetrievalSettings.DEFAULT).outcome()).isEqualTo(Outcome.NOTHING);
    }

    @Test
    void showsNothingOfADocumentThatIsNotReadyOrGone() {
        search.meaning = Mono.just(List.of(new Hit("a/0", 0.9), new Hit("gone/3", 0.8), new Hit("b/0", 0.7)));
        passages.hide(document("a"));

        assertThat(find(new RetrievalSettings(true, 2, 0)).passages()).containsExactly(new FoundPassage(second, 0.7));
        passages.delete(document("b")).block();
        assertThat(find(RetrievalSettings.DEFAULT).outcome()).isEqualTo(Outcome.NOTHING);
    }

    @Test
    void searchesByWordsAloneWhereThereIsNoVector() {
        search.words = Mono.just(List.of(new Hit("b/0", 0.8)));
        vector = Mono.error(new EmbeddingFailed(Reason.BUSY, "full"));
        assertThat(find(RetrievalSettings.DEFAULT).passages()).containsExactly(new FoundPassage(second, 0.8));

        vector = Mono.never();
        assertThat(find(RetrievalSettings.DEFAULT).passages()).containsExactly(new FoundPassage(second, 0.8));
        assertThat(meters.counter("parley.retrieval.without_meaning").count()).isEqualTo(2);
    }

    @Test
    void doesNotTakeForNothingWhatWasOnlySearchedByWords() {
        vector = Mono.error(new EmbeddingFailed(Reason.TIMEOUT, "late"));
        assertThat(find(RetrievalSettings.DEFAULT)).isEqualTo(Found.UNAVAILABLE);

        search.words = Mono.just(List.of(new Hit("b/0", 0.1)));
        assertThat(find(RetrievalSettings.DEFAULT)).isEqualTo(Found.UNAVAILABLE);
    }

    @Test
    void tellsOfChatbotsWhoseDocumentsAreSearchedByMeaning() {
        search.meaning = Mono.just(List.of(new Hit("a/0", 0.1)));
        find(RetrievalSettings.DEFAULT);
        assertThat(searched).containsExactly(new PassageSearch.Scope("default", "leta"));

        vector = Mono.error(new EmbeddingFailed(Reason.BUSY, "full"));
        find(RetrievalSettings.DEFAULT);
        assertThat(searched).hasSize(1);
    }

    @Test
    void saysSoWhereItCannotBeSearched() {
        search.words = Mono.error(new IllegalStateException("closed"));
        assertThat(find(RetrievalSettings.DEFAULT)).isEqualTo(Found.UNAVAILABLE);

        search.words = Mono.never();
        assertThat(find(RetrievalSettings.DEFAULT)).isEqualTo(Found.UNAVAILABLE);
        assertThat(meters.timer("parley.retrieval.searches", "outcome", "unavailable")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void goesOnWithoutWhereNobodyKnowsWhetherThereAreDocuments() {
        search.holds = Mono.error(new IllegalStateException("closed"));
        assertThat(find(RetrievalSettings.DEFAULT)).isEqualTo(Found.NO_DOCUMENTS);

        search.holds = Mono.never();
        assertThat(find(RetrievalSettings.DEFAULT)).isEqualTo(Found.NO_DOCUMENTS);

        search.holds = Mono.just(false);
        assertThat(find(RetrievalSettings.DEFAULT)).isEqualTo(Found.NO_DOCUMENTS);
    }

    @Test
    void saysSoWhereTheIndexIsNotBuiltInTime() {
        search.words = Mono.just(List.of(new Hit("b/0", 0.8)));
        built = Mono.never();
        assertThat(find(RetrievalSettings.DEFAULT)).isEqualTo(Found.UNAVAILABLE);
        assertThat(meters.counter("parley.retrieval.not_ready").count()).isOne();

        built = Mono.delay(Duration.ofMillis(10)).then();
        assertThat(find(RetrievalSettings.DEFAULT).passages()).containsExactly(new FoundPassage(second, 0.8));
    }

    @Test
    void looksIntoNothingWhereTheChatbotDoesNot() {
        search.words = Mono.just(List.of(new Hit("b/0", 0.8)));

        assertThat(find(new RetrievalSettings(false, 5, 0))).isEqualTo(Found.NO_DOCUMENTS);
    }

    @Test
    void comparesVectorsOfTheModelThatTheChatbotNames() {
        find(RetrievalSettings.DEFAULT);
        find(new RetrievalSettings(true, 5, 0, "text-embedding-3-small"));

        assertThat(search.models).containsExactly("in-process", "text-embedding-3-small");
    }

    @Test
    void takesTheBeginningOfAQuestionThatIsTooLong() {
        search.words = Mono.just(List.of(new Hit("b/0", 0.8)));

        assertThat(retrieval()
                        .find("default", "leta", "x".repeat(1_499) + "😀 and more", RetrievalSettings.DEFAULT)
                        .block(Duration.ofSeconds(5)))
                .isNotNull();
    }

    private Found find(RetrievalSettings settings) {
        var found = retrieval().find("default", "leta", "How?", settings).block(Duration.ofSeconds(5));
        assertThat(found).isNotNull();
        return found;
    }

    private HybridRetrieval retrieval() {
        var models = new EmbeddingModels() {
            @Override
            public Mono<Embeddings> of(String tenant, String chatbotId) {
                return Mono.just(named(null, tenant, chatbotId));
            }

            @Override
            public Embeddings named(@Nullable String name, String tenant, String chatbotId) {
                return new FixedEmbeddings(name == null ? "in-process" : name, vector);
            }
        };
        return new HybridRetrieval(
                search,
                passages,
                models,
                _ -> built,
                searched::add,
                RetrievalFixtures.properties(Duration.ofMillis(200)),
                new RetrievalMetrics(meters));
    }
}
