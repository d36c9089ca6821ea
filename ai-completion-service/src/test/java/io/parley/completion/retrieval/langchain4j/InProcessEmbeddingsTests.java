package io.parley.completion.retrieval.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.parley.completion.retrieval.EmbeddingFailed;
import io.parley.completion.retrieval.EmbeddingFailed.Reason;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class InProcessEmbeddingsTests {

    private static final InProcessEmbeddings EMBEDDINGS = new InProcessEmbeddings(new TwoLanes(1, 10, 1));

    @AfterAll
    static void close() {
        EMBEDDINGS.close();
    }

    @Test
    void bringsTextsTogetherThatMeanTheSame() {
        var question = EMBEDDINGS.ofQuestion("How do I get my money back?").block();
        var passages = EMBEDDINGS
                .ofPassages(List.of("Refunds are paid within ten days.", "The antenna is on the roof."))
                .block();

        assertThat(question).hasSize(384);
        assertThat(cosine(question, question)).isCloseTo(1, within(1e-4));
        assertThat(cosine(question, passages.getFirst())).isGreaterThan(0.35);
        assertThat(cosine(question, passages.getLast())).isLessThan(0.2);
    }

    @Test
    void readsATextThatIsLongerThanTheModelTakes() {
        assertThat(EMBEDDINGS
                        .ofQuestion("Many words of many kinds. ".repeat(500))
                        .block())
                .hasSize(384);
    }

    @Test
    void failsForWhatHasNoWordsAndGoesOn() {
        StepVerifier.create(EMBEDDINGS.ofQuestion("  "))
                .verifyErrorSatisfies(failure ->
                        assertThat(((EmbeddingFailed) failure).reason()).isEqualTo(Reason.MODEL));
        assertThat(EMBEDDINGS.ofQuestion("😀").block()).hasSize(384);
        assertThat(EMBEDDINGS.ofPassages(List.of()).block()).isEmpty();
    }

    private static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
