package io.parley.completion.answering;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.Passage;
import io.parley.completion.retrieval.FoundPassage;
import io.parley.events.Citation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroundsTests {

    private final Grounds grounds =
            new Grounds("", List.of(found("a", 0.81234), found("b", 0.5), found("c", 0.4)), false);

    @Test
    void citesWhatTheAnswerNames() {
        assertThat(grounds.citations("Thirty days [3], as it says [1]."))
                .containsExactly(
                        new Citation("a", "Title of a", 2, "Text of a.", 0.812, 1),
                        new Citation("c", "Title of c", 2, "Text of c.", 0.4, 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 2] | a b",
                "[2,3][2] | b c",
                "[9] | a b c",
                "[0] and [-1] | a b c",
                "See (1). | a b c",
                "[99999999999] | a b c"
            })
    void citesAllThatWasGivenWhereTheAnswerNamesNone(String answer, String cited) {
        assertThat(grounds.citations(answer)).extracting(Citation::documentId).containsExactly(cited.split(" "));
    }

    @Test
    void citesNothingForAnAnswerOfNoWords() {
        assertThat(grounds.citations(" ")).isEmpty();
        assertThat(Grounds.without("").citations("Yes [1].")).isEmpty();
    }

    @Test
    void cutsALongPassageBetweenCharacters() {
        var key = new DocumentKey("default", "leta", "d");
        var one = new FoundPassage(new Passage(key, 0, "T", null, null, "😀\n".repeat(400)), 1);

        var excerpt = new Grounds("", List.of(one), false)
                .citations("Yes.")
                .getFirst()
                .excerpt();

        assertThat(excerpt.codePointCount(0, excerpt.length())).isEqualTo(300);
        assertThat(excerpt).startsWith("😀 😀").endsWith("…");
    }

    private static FoundPassage found(String id, double score) {
        var key = new DocumentKey("default", "leta", id);
        return new FoundPassage(new Passage(key, 0, "Title of " + id, 2, null, "Text of " + id + "."), score);
    }
}
