package io.parley.completion.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTests {

    private static final String SET = "../docs/retrieval-set";
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void findsTheAnswersOfTheSetAndMoreOfThemThanEitherPartAlone() throws IOException {
        int result = run("--set", SET, "--min-recall", "0.9");

        assertThat(text()).contains("12 documents", "60 questions", "bm25", "vector", "hybrid");
        assertThat(result).as(text()).isZero();
    }

    @Test
    void failsBelowTheThreshold() throws IOException {
        assertThat(run("--set", SET, "--min-recall", "1")).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--nonsense", "--set", "--min-recall", "--min-recall 2", "--min-recall x", "--speed -1"})
    void saysHowItIsUsed(String arguments) throws IOException {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(text()).startsWith("usage: ./parley eval");
        assertThat(run("--help")).isZero();
    }

    @Test
    void everyQuestionHasItsAnswerInThePassages() throws IOException {
        var set = RetrievalSet.read(Path.of(SET));

        assertThat(set.questions()).hasSize(60);
        assertThat(set.unanswerable()).hasSize(20);
        assertThat(set.passages()).hasSizeGreaterThan(60);
    }

    @Test
    void figuresAreWhatTheirNamesSay() {
        var figures = new Figures(List.of(1, 2, 5, 6, 0));

        assertThat(figures.recallAt(1)).isEqualTo(0.2);
        assertThat(figures.recallAt(5)).isEqualTo(0.6);
        assertThat(figures.reciprocalRank()).isEqualTo((1 + 0.5 + 0.2 + 1 / 6.0) / 5);
    }

    private int run(String... arguments) throws IOException {
        return Evaluation.run(List.of(arguments), new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
