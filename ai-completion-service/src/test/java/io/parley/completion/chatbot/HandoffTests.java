package io.parley.completion.chatbot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandoffTests {

    @ParameterizedTest
    @CsvSource({
        "human, I want a HUMAN!",
        "human, human",
        "real person, A real   person please",
        "Mensch, ich will einen mensch.",
        "Größe, GRÖSSE? größe!",
        "человек, Дайте мне ЧЕЛОВЕКА или человек",
        "c++ expert, Is there a C++ expert?",
        "人工, 我要人工客服",
        "พนักงาน, ขอคุยกับพนักงานครับ"
    })
    void findsAWordInWhatSomebodyWrote(String word, String text) {
        assertThat(handoff(word).isAskedForIn(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "human, Humans are inhuman",
        "human, human_resources",
        "human, human2",
        "real person, A really nice person",
        "real person, personal",
        "человек, человека",
        "person, pers on"
    })
    void takesWholeWordsOnly(String word, String text) {
        assertThat(handoff(word).isAskedForIn(text)).isFalse();
    }

    @Test
    void seesOneCharacterHoweverItIsWritten() {
        assertThat(handoff("re\u0301el").isAskedForIn("un r\u00e9el humain")).isTrue();
        assertThat(handoff("reel").isAskedForIn("re\u0301el")).isFalse();
    }

    @Test
    void neverCallsAnybodyWithoutARule() {
        assertThat(Handoff.NEVER.isAskedForIn("human")).isFalse();
        assertThat(Handoff.NEVER.isDueAfter(0)).isFalse();
        assertThat(new Handoff(List.of(), false, 3).isDueAfter(3)).isTrue();
        assertThat(new Handoff(List.of(), false, 3).isDueAfter(4)).isFalse();
    }

    @Test
    void refusesRulesThatMeanNothing() {
        assertThatThrownBy(() -> handoff(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Handoff(List.of(), false, -1)).hasMessageContaining("after_failures is -1");
    }

    private static Handoff handoff(String word) {
        return new Handoff(List.of(word), false, 0);
    }
}
