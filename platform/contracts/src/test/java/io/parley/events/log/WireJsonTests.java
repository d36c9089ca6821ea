package io.parley.events.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireJsonTests {

    record Sample(String someName, @Nullable String absent, Instant at) {}

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T10:30:00Z,           2026-11-20T10:30:00.000Z",
        "2026-11-20T10:30:00.120Z,       2026-11-20T10:30:00.120Z",
        "2026-11-20T10:30:00.123999999Z, 2026-11-20T10:30:00.123Z",
        "2026-11-20T12:30:00.5+02:00,    2026-11-20T10:30:00.500Z",
    })
    void writesTimesWithThreeDigits(Instant time, String expected) {
        assertThat(WireJson.format(time)).isEqualTo(expected);
    }

    @Test
    void writesSnakeCaseAndLeavesOutWhatIsAbsent() {
        var sample = new Sample("x", null, Instant.parse("2026-11-20T10:30:00Z"));

        assertThat(WireJson.mapper().writeValueAsString(sample))
                .isEqualTo("{\"some_name\":\"x\",\"at\":\"2026-11-20T10:30:00.000Z\"}");
    }

    @Test
    void readsWhatItWroteAndPassesOverWhatItDoesNotKnow() {
        var sample = WireJson.mapper()
                .readValue(
                        "{\"some_name\":\"x\",\"at\":\"2026-11-20T10:30:00.000Z\",\"new\":{\"a\":[1]}}", Sample.class);

        assertThat(sample).isEqualTo(new Sample("x", null, Instant.parse("2026-11-20T10:30:00Z")));
    }
}
