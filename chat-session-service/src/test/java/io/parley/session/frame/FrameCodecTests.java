package io.parley.session.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCodecTests {

    /** Half a character cannot be written in UTF-8: what was acknowledged would be read back as something else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"half a \\ud83d\"}",
                "{\"message\":\"\\udf0d\"}",
                "{\"message\":\"hi\",\"client_message_id\":\"\\ud83d\"}",
                "{\"message\":\"hi\",\"metadata\":{\"a\":[\"\\ud83d\"]}}",
                "{\"message\":\"hi\",\"metadata\":{\"\\ud83d\":1}}",
                "{\"type\":\"escalate\",\"reason\":\"\\ud83d\"}"
            })
    void refusesHalfACharacter(String frame) {
        assertBad(frame);
        assertThat(FrameCodec.subject(frame).clientMessageId()).isNull();
    }

    @Test
    void takesWholeCharactersHoweverTheyAreWritten() {
        assertThat(FrameCodec.decode("{\"message\":\"\\ud83c\\udf0d 🌍\\u0000\",\"client_message_id\":\"🌍\"}"))
                .isEqualTo(new ClientFrame.Send("🌍 🌍\u0000", null, "🌍"));
    }

    @Test
    void refusesWhatIsNestedTooDeepOrNumbersThatAreTooLong() {
        assertBad("[".repeat(30_000));
        assertBad("{\"message\":\"hi\",\"metadata\":{\"a\":" + "9".repeat(2_000) + "}}");
        assertBad("{\"message\":\"hi\"} {\"message\":\"ho\"}");
        assertBad("");
    }

    private static void assertBad(String frame) {
        assertThatThrownBy(() -> FrameCodec.decode(frame))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_FRAME));
    }
}
