package io.parley.completion.retrieval;

import static io.parley.completion.retrieval.RetrievalFixtures.document;
import static io.parley.completion.retrieval.RetrievalFixtures.passage;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.document.DocumentKey;
import io.parley.completion.retrieval.EmbeddedDocuments.Made;
import io.parley.completion.retrieval.EmbeddingFailed.Reason;
import io.parley.completion.retrieval.PassageSearch.IndexedDocument;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class IndexPassagesTests {

    private final InMemoryChanges changes = new InMemoryChanges();
    private final InMemoryPassages passages = new InMemoryPassages();
    private final InMemoryEmbedded embedded = new InMemoryEmbedded();
    private final ScriptedSearch search = new ScriptedSearch();
    private final DocumentKey document = document("a");
    private Mono<List<float[]>> vectors = Mono.just(List.of(new float[] {1, 0}));
    private final IndexPassages index = new IndexPassages(
            models(),
            passages,
            embedded,
            search,
            new FollowChanges(
                    changes,
                    passages,
                    embedded,
                    search,
                    new FixedEmbeddings("m", Mono.never()),
                    Duration.ofSeconds(1)));

    @Test
    void keepsTheVectorsAndTheirModelAndTellsTheOthers() {
        var one = passage(document, 0, "One.");
        passages.keep(document, List.of(one)).block();

        StepVerifier.create(index.add(document, List.of(one))).verifyComplete();

        assertThat(passages.stored(document).blockLast().vector()).containsExactly(1, 0);
        assertThat(embedded.models).containsEntry(document, new Made("m", 2));
        assertThat(search.entries).containsOnlyKeys(document);
        assertThat(changes.after(0).block())
                .containsExactly(new PassageChanges.Numbered(1, new PassageChange.Put(document)));
    }

    @Test
    void leavesNothingBehindWhereTheVectorsAreNotMade() {
        vectors = Mono.error(new EmbeddingFailed(Reason.PROVIDER, "HTTP 500"));

        StepVerifier.create(index.add(document, List.of(passage(document, 0, "One."))))
                .verifyError(EmbeddingFailed.class);

        assertThat(search.entries).isEmpty();
        assertThat(changes.newest().block()).isZero();
    }

    @Test
    void removesADocumentAsOftenAsItIsTold() {
        index.add(document, List.of(passage(document, 0, "One."))).block();

        StepVerifier.create(index.remove(document)).verifyComplete();
        StepVerifier.create(index.remove(document)).verifyComplete();

        assertThat(search.entries).isEmpty();
        assertThat(embedded.models).isEmpty();
    }

    @Test
    void removesAllOfAChatbot() {
        index.add(document, List.of(passage(document, 0, "One."))).block();

        StepVerifier.create(index.removeAll("default", "leta")).verifyComplete();

        assertThat(search.entries).isEmpty();
    }

    @Test
    void takesADocumentWithoutPassagesForNone() {
        StepVerifier.create(index.add(document, List.of())).verifyComplete();

        assertThat(search.entries).isEmpty();
    }

    @Test
    void embedsAnewWhatAnotherModelMade() {
        for (var name : List.of("old", "new", "none")) {
            passages.keep(document(name), List.of(passage(document(name), 0, "One.")))
                    .block();
        }
        embedded.put(document("old"), new Made("another model", 2)).block();
        embedded.put(document("new"), new Made("m", 2)).block();
        for (var name : List.of("old", "new", "none")) {
            var made = embedded.models.get(document(name));
            search.put(new IndexedDocument(document(name), made == null ? null : made.model(), List.of()))
                    .block();
        }
        var again = new EmbedAgain(models(), passages, embedded, search, index);

        StepVerifier.create(again.again(new PassageSearch.Scope("default", "leta")))
                .verifyComplete();

        assertThat(search.entries.values()).extracting(IndexedDocument::model).containsOnly("m");
        assertThat(search.puts).isEqualTo(3 + 2);
        assertThat(embedded.models.values()).containsOnly(new Made("m", 2));
        again.close();
    }

    private EmbeddingModels models() {
        var one = new Embeddings() {
            @Override
            public String model() {
                return "m";
            }

            @Override
            public Mono<float[]> ofQuestion(String question) {
                return Mono.empty();
            }

            @Override
            public Mono<List<float[]>> ofPassages(List<String> texts) {
                return vectors;
            }
        };
        return new EmbeddingModels() {
            @Override
            public Mono<Embeddings> of(String tenant, String chatbotId) {
                return Mono.just(one);
            }

            @Override
            public Embeddings named(@Nullable String name, String tenant, String chatbotId) {
                return one;
            }
        };
    }
}
