package io.parley.session.revision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReactionsTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "down",
                "\uD83D\uDE00", // a face
                "\u2764", // a heart, as text and as a picture
                "\u2764\uFE0F",
                "\uD83D\uDC4D\uD83C\uDFFD", // thumbs up with a tone of skin
                "\uD83C\uDDE9\uD83C\uDDEA", // a flag of two letters
                "1\uFE0F\u20E3", // a keycap
                "#\u20E3",
                "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66", // a family
                "\uD83E\uDDD1\uD83C\uDFFB\u200D\u2764\uFE0F\u200D\uD83D\uDC8B\u200D\uD83E\uDDD1\uD83C\uDFFF",
                "\uD83C\uDFF3\uFE0F\u200D\uD83C\uDF08", // a rainbow flag
                // the flag of England, in tags
                "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F",
            })
    void takesOneEmoji(String reaction) {
        assertThat(Reactions.isReaction(reaction)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "UP",
                "up ",
                "upup",
                "ok",
                "a",
                "1",
                "#",
                "<b>",
                "\u00e9",
                "\uD83D\uDE00\uD83D\uDE00", // two
                "\uD83D\uDE00 ",
                "\uD83D\uDE00x",
                "\uD83D\uDE00\u0301", // a mark on top of it
                "\uD83D\uDE00\u200D", // joined with nothing
                "\u200D\uD83D\uDE00",
                "\u200D",
                "\uFE0F",
                "\u20E3",
                "\uD83C\uDFFD", // a tone of skin of nothing
                "\uD83C\uDDE9", // half a flag
                "\uD83C\uDDE9\uD83C\uDDEA\uD83C\uDDE9",
                "\uD83D", // half a character
                "\u202E",
                "\uDB40\uDC67",
                "\uD83D\uDE00\uDB40\uDC67", // tags without an end
            })
    void takesNoWords(String reaction) {
        assertThat(Reactions.isReaction(reaction)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 20, 1000})
    void takesNoneThatIsLong(int joined) {
        assertThat(Reactions.isReaction("\uD83D\uDE00" + "\u200D\uD83D\uDE00".repeat(joined)))
                .isFalse();
    }
}
