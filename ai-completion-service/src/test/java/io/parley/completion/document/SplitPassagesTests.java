package io.parley.completion.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitPassagesTests {

    private static final DocumentKey KEY = new DocumentKey("default", "leta", "d-1");

    @Test
    void keepsAShortTextWhole() {
        var passages = split(text("Parcels arrive on Monday. Or on Tuesday."));

        assertThat(passages).hasSize(1);
        assertThat(passages.getFirst())
                .isEqualTo(new Passage(KEY, 0, "manual.txt", null, null, "Parcels arrive on Monday. Or on Tuesday."));
        assertThat(passages.getFirst().id()).isEqualTo("d-1/0");
    }

    @Test
    void splitsBetweenSentencesAndRepeatsTheEndOfThePassageBefore() {
        var passages = split(text(OrdinaryFiles.sentences(60)));

        assertThat(passages).hasSizeGreaterThan(3);
        assertThat(passages).extracting(Passage::number).containsExactlyElementsOf(numbers(passages.size()));
        for (int number = 0; number < passages.size(); number++) {
            var text = passages.get(number).text();
            assertThat(text).startsWith("Sentence number").endsWith("travel.");
            assertThat(text.length()).isLessThanOrEqualTo(SplitPassages.LONGEST);
            if (number > 0) {
                var before = passages.get(number - 1).text();
                assertThat(repeated(before, text)).startsWith("Sentence number").endsWith("travel.");
            }
        }
        var all = String.join(" ", passages.stream().map(Passage::text).toList());
        IntStream.rangeClosed(1, 60).forEach(number -> assertThat(all).contains("Sentence number " + number + " is"));
    }

    /** With what a text begins that ends the text before. */
    private static String repeated(String before, String text) {
        for (int length = SplitPassages.OVERLAP; length > 0; length--) {
            if (before.endsWith(text.substring(0, length))) {
                return text.substring(0, length);
            }
        }
        throw new AssertionError("nothing of \"%s\" ends \"%s\"".formatted(text, before));
    }

    @Test
    void keepsThePathOfHeadingsAndNeverCrossesOne() {
        var passages = split(
                heading(1, "Returns"),
                text("Send it back."),
                heading(2, "Within  a\nweek"),
                text("For nothing."),
                heading(3, "From abroad"),
                heading(2, "Later"),
                text("For a fee."),
                heading(1, "Contact"));

        assertThat(passages)
                .extracting(Passage::heading, Passage::text)
                .containsExactly(
                        tuple("Returns", "Send it back."),
                        tuple("Returns > Within a week", "For nothing."),
                        tuple("Returns > Within a week > From abroad", "From abroad"),
                        tuple("Returns > Later", "For a fee."),
                        tuple("Contact", "Contact"));
    }

    @Test
    void namesThePageOnWhichAPassageBegins() {
        var passages = split(
                new Block(0, 1, OrdinaryFiles.sentences(20)),
                new Block(0, 2, "Here begins the second page. " + OrdinaryFiles.sentences(20)));

        assertThat(passages.getFirst().page()).isEqualTo(1);
        assertThat(passages.getLast().page()).isEqualTo(2);
        assertThat(passages).extracting(Passage::page).isSorted();
    }

    @Test
    void splitsALongSentenceBetweenWords() {
        var passages = split(text("word ".repeat(2_000)));

        assertThat(passages).allSatisfy(passage -> {
            assertThat(passage.text().length()).isLessThanOrEqualTo(SplitPassages.LONGEST);
            assertThat(passage.text().split("\\s+", -1)).containsOnly("word");
        });
    }

    @Test
    void cutsNoCharacterInTwo() {
        var family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
        var accented = "e\u0301";
        for (var character : List.of(family, accented, "\uD83D\uDE00", "\u4F60")) {
            var text = character.repeat(3_000);

            var passages = split(text(text));

            assertThat(passages).hasSizeGreaterThan(1).allSatisfy(passage -> {
                assertThat(passage.text().length()).isLessThanOrEqualTo(SplitPassages.LONGEST);
                var characters = BreakIterator.getCharacterInstance(Locale.ROOT);
                characters.setText(passage.text());
                int count = 0;
                while (characters.next() != BreakIterator.DONE) {
                    count++;
                }
                assertThat(passage.text()).isEqualTo(character.repeat(count));
            });
        }
    }

    @Test
    void survivesOneCharacterOfManyMarks() {
        var passages = split(text("e" + "\u0301".repeat(10_000) + " end"));

        assertThat(passages)
                .allSatisfy(passage -> assertThat(passage.text().length()).isBetween(1, SplitPassages.LONGEST));
    }

    @Test
    void findsSentencesWhereNoSpacesAre() {
        var sentence = "\u8377\u7269\u306F\u6708\u66DC\u65E5\u306B\u5C4A\u304D\u307E\u3059\u3002";

        var passages = split(text(sentence.repeat(200)));

        assertThat(passages)
                .hasSizeGreaterThan(1)
                .allSatisfy(passage -> assertThat(passage.text())
                        .startsWith("\u8377")
                        .endsWith("\u3002")
                        .doesNotContain(" "));
    }

    @Test
    void tidiesSpacesAndControlCharacters() {
        var passages = split(text("  One\t two \u0000three\u00a0four.\n\n\n  Five\u0007six.  "));

        assertThat(passages.getFirst().text()).isEqualTo("One two three four.\nFivesix.");
    }

    @Test
    void takesALongHeadingForAParagraph() {
        var passages = split(heading(1, OrdinaryFiles.sentences(20)), text("End."));

        assertThat(passages.getFirst().heading()).isNull();
        assertThat(passages.getLast().text()).endsWith("End.");
    }

    @Test
    void refusesWhatHasNoText() {
        assertThatThrownBy(() -> split(text("  \n \u0001 "), heading(1, " ")))
                .isInstanceOfSatisfying(
                        DocumentRefused.class,
                        refused -> assertThat(refused.fault()).isEqualTo(DocumentFault.NO_TEXT));
    }

    @Test
    void refusesWhatHasTooManyPassages() {
        var blocks = IntStream.range(0, 11)
                .mapToObj(number -> List.of(heading(1, "Part " + number), text("Text.")))
                .flatMap(List::stream)
                .toList();

        assertThatThrownBy(() -> SplitPassages.of(KEY, "t", blocks, 10))
                .isInstanceOfSatisfying(
                        DocumentRefused.class,
                        refused -> assertThat(refused.fault()).isEqualTo(DocumentFault.TOO_COMPLEX));
        assertThat(SplitPassages.of(KEY, "t", blocks, 11)).hasSize(11);
    }

    private static List<Passage> split(Block... blocks) {
        return SplitPassages.of(KEY, "manual.txt", List.of(blocks), 5_000);
    }

    private static Block text(String text) {
        return new Block(0, 0, text);
    }

    private static Block heading(int level, String text) {
        return new Block(level, 0, text);
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
