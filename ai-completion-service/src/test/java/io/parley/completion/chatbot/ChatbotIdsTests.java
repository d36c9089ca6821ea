package io.parley.completion.chatbot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatbotIdsTests {

    @ParameterizedTest
    @CsvSource({
        "Café Support!,cafe-support",
        "  Shop  Assistant 2 ,shop-assistant-2",
        "ＦＵＬＬ,full",
        "--a--,a",
        "日本語,''",
        "!!!,''"
    })
    void makesAnIdOfAName(String name, String slug) {
        assertThat(ChatbotIds.slug(name)).isEqualTo(slug);
        assertThat(slug.isEmpty() || ChatbotIds.isValid(slug)).isTrue();
    }

    @Test
    void cutsLongNames() {
        assertThat(ChatbotIds.slug("ab ".repeat(100)))
                .hasSizeLessThanOrEqualTo(64)
                .doesNotEndWith("-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "a/b", "ä", "a:b", "a@b", "*"})
    void refusesWhatIsNoId(String id) {
        assertThat(ChatbotIds.isValid(id)).isFalse();
    }

    @Test
    void knowsItsLimit() {
        assertThat(ChatbotIds.isValid("a".repeat(128))).isTrue();
        assertThat(ChatbotIds.isValid("a".repeat(129))).isFalse();
        assertThat(ChatbotIds.isValid("A.z_0-9")).isTrue();
    }
}
