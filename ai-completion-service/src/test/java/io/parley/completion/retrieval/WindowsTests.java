package io.parley.completion.retrieval;

import static io.parley.completion.retrieval.RetrievalFixtures.document;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.document.Passage;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowsTests {

    @Test
    void putsAFewSentencesUnderTheHeading() {
        var sentence = "This is a sentence of about eighty characters, which makes three of them a window.";

        var windows = Windows.of(passage((sentence + " ").repeat(7)));

        assertThat(windows).hasSize(3).allMatch(window -> window.startsWith("Returns > Costs\n"));
        assertThat(windows.getFirst()).isEqualTo("Returns > Costs\n" + String.join(" ", sentence, sentence, sentence));
    }

    @Test
    void losesNothingOfWhatHasNoSentencesOrTooMany() {
        for (var text : List.of("x".repeat(3_000), "Yes. ".repeat(2_000), "\n\n", "a\nb\nc")) {
            var windows = Windows.of(passage(text));

            assertThat(windows).hasSizeBetween(1, Windows.MOST);
            assertThat(String.join("", windows).replace("Returns > Costs\n", "").replaceAll("\\s", ""))
                    .isEqualTo(text.replaceAll("\\s", ""));
        }
    }

    @Test
    void packsVectorsOfDifferentNumbersOfWindows() {
        var first = List.of(new float[] {1, 0}, new float[] {0, 1});
        var second = List.of(new float[] {0, -1});

        var packed = PackedVectors.pack(List.of(first, second));

        assertThat(packed).allMatch(row -> row.length == 4);
        assertThat(PackedVectors.unpack(packed.getFirst(), 2)).containsExactlyElementsOf(first);
        assertThat(PackedVectors.unpack(packed.getLast(), 2)).containsExactlyElementsOf(second);
        assertThat(PackedVectors.unpack(null, 2)).isEmpty();
        assertThat(PackedVectors.unpack(packed.getFirst(), 3)).isEmpty();
    }

    private static Passage passage(String text) {
        return new Passage(document("a"), 0, "Help", null, "Returns > Costs", text);
    }
}
