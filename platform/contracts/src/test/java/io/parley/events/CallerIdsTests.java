package io.parley.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerIdsTests {

    @ParameterizedTest
    @ValueSource(strings = {"a", "room-1", "ann@example.org", "ai_chat_ann", "urn:x:1", "A.b_c-9"})
    void acceptsWhatTheContractAllows(String id) {
        assertThat(CallerIds.isValid(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "a\n", "ä", "a%2Fb", "../a", "a\u0000"})
    void refusesEverythingElse(String id) {
        assertThat(CallerIds.isValid(id)).isFalse();
    }

    @Test
    void countsTheLength() {
        assertThat(CallerIds.isValid("x".repeat(128))).isTrue();
        assertThat(CallerIds.isValid("x".repeat(129))).isFalse();
    }
}
