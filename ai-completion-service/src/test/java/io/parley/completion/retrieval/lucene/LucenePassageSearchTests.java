package io.parley.completion.retrieval.lucene;

import static io.parley.completion.retrieval.RetrievalFixtures.MODEL;
import static io.parley.completion.retrieval.RetrievalFixtures.document;
import static io.parley.completion.retrieval.RetrievalFixtures.entry;
import static io.parley.completion.retrieval.RetrievalFixtures.passage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.parley.completion.document.DocumentKey;
import io.parley.completion.retrieval.PassageSearch.Hit;
import io.parley.completion.retrieval.PassageSearch.IndexedDocument;
import io.parley.completion.retrieval.PassageSearch.Scope;
import io.parley.completion.retrieval.PassageSearch.Searchable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.DelegatingAnalyzerWrapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class LucenePassageSearchTests {

    private static final Scope LETA = new Scope("default", "leta");
    private static final float[] EAST = {1, 0};
    private static final float[] NORTH_EAST = {0.70710677f, 0.70710677f};
    private static final float[] NORTH = {0, 1};

    @TempDir
    private Path folder;

    private LucenePassageSearch search;

    @BeforeEach
    void open() throws IOException {
        search = new LucenePassageSearch(folder.resolve("index"), 2);
    }

    @AfterEach
    void close() throws IOException {
        search.close();
        assertThat(folder.resolve("index")).doesNotExist();
    }

    @Test
    void ranksByWords() {
        put(
                entry(document("a"), EAST, "The battery is charged at night."),
                entry(document("b"), EAST, "Error K-104 means that the sum is wrong.", "Error K-140 means the lamp."));

        assertThat(byWords("what is K-104?")).first().isEqualTo("b/0");
        assertThat(byWords("Charging batteries")).containsExactly("a/0");
        assertThat(byWords("bicycle")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "the of and", "?!", "\"(AND OR *)\\", "😀"})
    void findsNothingWhereThereIsNoWord(String question) {
        put(entry(document("a"), EAST, "The battery is charged at night."));

        assertThat(byWords(question)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ÜBERSPANNUNG", "uberspannung", "Ｕberspannung"})
    void readsWordsOfOtherLanguagesHoweverTheyAreWritten(String question) {
        put(entry(document("a"), EAST, "Die Überspannung beträgt 300 Volt."));

        assertThat(byWords(question)).containsExactly("a/0");
    }

    @Test
    void scoresWordsByTheirShareOfTheQuestion() {
        put(
                entry(document("a"), EAST, "The hub needs a cable."),
                entry(document("b"), EAST, "The hub plays no music.", "The hub is white."));

        var whole = hits("hub cable").getFirst();
        assertThat(whole.passageId()).isEqualTo("a/0");
        assertThat(whole.score()).isCloseTo(1, within(0.01));
        assertThat(hits("hub zeppelin timetable")).allMatch(hit -> hit.score() < 0.2);
    }

    /** An index that was interrupted while it writes a file takes nothing in any more. */
    @Test
    void makesAChangeWholeThoughNobodyWaitsForItAnyMore() throws Exception {
        var begun = new CountDownLatch(1);
        var left = new CountDownLatch(1);
        var analyzer = new DelegatingAnalyzerWrapper(Analyzer.PER_FIELD_REUSE_STRATEGY) {
            @Override
            protected Analyzer getWrappedAnalyzer(String field) {
                begun.countDown();
                boolean interrupted = !isOver(left);
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return new PassageAnalyzer();
            }
        };
        try (var slow = new LucenePassageSearch(folder.resolve("slow"), 1, analyzer)) {
            var waiting = slow.put(entry(document("a"), EAST, "The battery is charged at night."))
                    .subscribe();
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            waiting.dispose();
            left.countDown();

            StepVerifier.create(slow.put(entry(document("b"), EAST, "The battery is empty.")))
                    .verifyComplete();
            StepVerifier.create(slow.byWords(LETA, "battery", 10).map(List::size))
                    .expectNext(2)
                    .verifyComplete();
        }
    }

    /** False where the wait was interrupted. */
    private static boolean isOver(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void ranksByMeaning() {
        put(entry(document("a"), EAST, "One."), entry(document("b"), NORTH, "Two."));

        var hits = byMeaning(LETA, MODEL, NORTH_EAST);
        assertThat(hits).hasSize(2).allSatisfy(hit -> assertThat(hit.score()).isCloseTo(0.707, within(0.01)));
        assertThat(byMeaning(LETA, MODEL, NORTH).getFirst()).isEqualTo(new Hit("b/0", 1));
        assertThat(byMeaning(LETA, MODEL, new float[] {-1, 0}).getLast().score())
                .isZero();
    }

    @Test
    void knowsWhetherAPassageHasNoVectorOfAModel() {
        put(entry(document("a"), EAST, "One."));
        assertThat(lacks(LETA, MODEL)).isFalse();
        assertThat(lacks(LETA, "another")).isTrue();
        assertThat(lacks(new Scope("default", "other"), MODEL)).isFalse();

        put(new IndexedDocument(
                document("b"), null, List.of(new Searchable(passage(document("b"), 0, "Two."), List.of()))));
        assertThat(lacks(LETA, MODEL)).isTrue();

        StepVerifier.create(search.remove(document("b"))).verifyComplete();
        assertThat(lacks(LETA, MODEL)).isFalse();
    }

    private boolean lacks(Scope scope, String model) {
        return Boolean.TRUE.equals(search.lacks(scope, model).block());
    }

    @Test
    void countsTheNearestOfAPassagesVectors() {
        var two = new Searchable(passage(document("a"), 0, "Two things."), List.of(EAST, NORTH));
        put(new IndexedDocument(document("a"), MODEL, List.of(two)), entry(document("b"), NORTH_EAST, "One."));

        assertThat(byMeaning(LETA, MODEL, NORTH)).extracting(Hit::passageId).containsExactly("a/0", "b/0");
        assertThat(byMeaning(LETA, MODEL, EAST).getFirst()).isEqualTo(new Hit("a/0", 1));
        assertThat(byWords("things")).containsExactly("a/0");
    }

    @Test
    void looksAtNobodyElsesPassagesEvenTheNearest() {
        var mine = document("mine");
        put(entry(mine, NORTH, "Nothing of the kind."));
        for (int i = 0; i < 200; i++) {
            put(
                    entry(new DocumentKey("rival", "leta", "r" + i), EAST, "The secret price is 42."),
                    entry(new DocumentKey("default", "other-bot", "o" + i), EAST, "The secret price is 42."));
        }

        assertThat(byMeaning(LETA, MODEL, EAST)).extracting(Hit::passageId).containsExactly("mine/0");
        assertThat(byWords("secret price")).isEmpty();
        assertThat(search.holds(new Scope("default", "nobody")).block()).isFalse();
        assertThat(search.holds(LETA).block()).isTrue();
    }

    @Test
    void neverTakesATenantAndAChatbotForOthersOfTheSameLetters() {
        put(entry(new DocumentKey("a", "b", "d"), EAST, "The secret price is 42."));

        assertThat(search.holds(new Scope("a/b", "d")).block()).isFalse();
        assertThat(search.byWords(new Scope("a", "b/d"), "secret", 10).block()).isEmpty();
    }

    @Test
    void comparesNoVectorsOfDifferentModelsOrLengths() {
        put(entry(document("a"), EAST, "One."));
        var wide = new float[1_536];
        wide[7] = 1;
        var other = entry(document("b"), wide, "Two.");
        put(new IndexedDocument(other.document(), "text-embedding-3-small", other.passages()));

        assertThat(byMeaning(LETA, "another", EAST)).isEmpty();
        assertThat(byMeaning(LETA, MODEL, wide)).isEmpty();
        assertThat(byMeaning(LETA, "text-embedding-3-small", wide))
                .extracting(Hit::passageId)
                .containsExactly("b/0");
    }

    @Test
    void findsPassagesWithoutVectorsByTheirWords() {
        var one = entry(document("a"), EAST, "A battery.");
        put(new IndexedDocument(one.document(), null, one.passages()));

        assertThat(byWords("battery")).containsExactly("a/0");
        assertThat(byMeaning(LETA, MODEL, EAST)).isEmpty();
    }

    @Test
    void takesADocumentInTheNewFormForTheOldOne() {
        put(entry(document("a"), EAST, "A battery.", "A lamp."));
        put(entry(document("a"), NORTH, "A bicycle."));

        assertThat(byWords("battery lamp")).isEmpty();
        assertThat(byMeaning(LETA, MODEL, EAST)).extracting(Hit::passageId).containsExactly("a/0");
    }

    @Test
    void findsNothingThatWasRemoved() {
        put(
                entry(document("a"), EAST, "A battery."),
                entry(document("b"), EAST, "A battery."),
                entry(new DocumentKey("default", "other-bot", "c"), EAST, "A battery."));

        search.remove(document("a")).block();
        assertThat(byWords("battery")).containsExactly("b/0");
        search.removeAll(LETA).block();
        assertThat(byWords("battery")).isEmpty();
        assertThat(search.holds(new Scope("default", "other-bot")).block()).isTrue();
        search.remove(document("never")).block();
        search.clear().block();
        assertThat(search.holds(new Scope("default", "other-bot")).block()).isFalse();
    }

    @Test
    void takesManyInAtOnce() {
        search.putAll(Flux.range(0, 500)
                        .map(i -> entry(document("d" + i), i % 2 == 0 ? EAST : NORTH, "Battery number " + i + ".")))
                .block();

        assertThat(byWords("number 321")).first().isEqualTo("d321/0");
        assertThat(byMeaning(LETA, MODEL, EAST)).hasSize(10).allMatch(hit -> hit.score() > 0.99);
    }

    @Test
    void refusesVectorsThatNoIndexTakesAndGoesOn() {
        StepVerifier.create(search.put(entry(document("a"), new float[5_000], "One.")))
                .verifyError(IllegalArgumentException.class);

        put(entry(document("b"), EAST, "A battery."));
        assertThat(byWords("battery")).containsExactly("b/0");
    }

    @Test
    void removesWhatAKilledProcessLeftBehindAndNothingThatIsInUse() throws IOException {
        var left = Files.createDirectories(folder.resolve("parley-passages-left"));
        Files.writeString(left.resolve("segments_1"), "x");
        Files.setLastModifiedTime(left, FileTime.fromMillis(0));
        var held = folder.resolve("parley-passages-held");
        try (var other = new LucenePassageSearch(held, 1)) {
            Files.setLastModifiedTime(held, FileTime.fromMillis(0));

            var fresh = IndexFolders.create(folder);

            assertThat(fresh).isEmptyDirectory();
            assertThat(left).doesNotExist();
            assertThat(held).isNotEmptyDirectory();
            assertThat(other.holds(LETA).block()).isFalse();
        }
    }

    private void put(IndexedDocument... entries) {
        Flux.fromArray(entries).concatMap(search::put).then(Mono.empty()).block();
    }

    private List<String> byWords(String question) {
        return hits(question).stream().map(Hit::passageId).toList();
    }

    private List<Hit> hits(String question) {
        return search.byWords(LETA, question, 10).block();
    }

    private List<Hit> byMeaning(Scope scope, String model, float[] vector) {
        return search.byMeaning(scope, model, vector, 10).block();
    }
}
