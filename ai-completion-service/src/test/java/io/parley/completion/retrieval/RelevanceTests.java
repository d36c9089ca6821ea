package io.parley.completion.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.parley.completion.retrieval.PassageSearch.Hit;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelevanceTests {

    @Test
    void addsAShareOfTheWordsToTheMeaning() {
        var joined = Relevance.join(
                List.of(new Hit("a", 0.5), new Hit("b", 0.4)), List.of(new Hit("b", 0.8), new Hit("c", 1)));

        assertThat(joined).extracting(Hit::passageId).containsExactly("b", "a", "c");
        assertThat(joined.getFirst().score()).isCloseTo(0.64, within(1e-9));
        assertThat(joined.getLast().score()).isCloseTo(0.3, within(1e-9));
    }

    @Test
    void isNeverAboveOne() {
        assertThat(Relevance.join(List.of(new Hit("a", 0.95)), List.of(new Hit("a", 1))))
                .containsExactly(new Hit("a", 1));
    }

    @Test
    void leavesTheOrderOfTheWordsWhereThereIsNoMeaning() {
        var words = List.of(new Hit("b", 0.5), new Hit("a", 0.5), new Hit("c", 0.5));

        assertThat(Relevance.join(List.of(), words)).extracting(Hit::passageId).containsExactly("b", "a", "c");
        assertThat(Relevance.join(List.of(), List.of())).isEmpty();
    }
}
