package io.parley.session.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.events.log.WireJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The frames as the examples of the contract have them. */
class FrameJsonTests {

    private static final Path EXAMPLES = Path.of("../docs/contracts/examples/frames");

    static Stream<String> servedFrames() {
        return Arrays.stream(ServerFrame.class
                        .getAnnotation(com.fasterxml.jackson.annotation.JsonSubTypes.class)
                        .value())
                .map(type -> type.name());
    }

    @ParameterizedTest
    @MethodSource("servedFrames")
    void writesEachFrameAsItsExample(String type) throws IOException {
        var example = Files.readString(EXAMPLES.resolve("server").resolve(type + ".json"));

        var frame = WireJson.mapper().readValue(example, ServerFrame.class);

        assertThat(WireJson.mapper().readTree(EncodedFrame.of(frame).json()))
                .isEqualTo(WireJson.mapper().readTree(example));
    }

    @ParameterizedTest
    @CsvSource({
        "message, Send",
        "content, Send",
        "stop, Stop",
        "typing, Typing",
        "escalate, Escalate",
        "ping, Ping",
        "resume, Resume",
        "regenerate, Regenerate",
        "edit, Edit",
        "delete, Delete",
        "read, Read",
        "reaction, React"
    })
    void readsEachFrameOfTheContract(String example, String frame) throws IOException {
        var text = Files.readString(EXAMPLES.resolve("client").resolve(example + ".json"));

        assertThat(FrameCodec.decode(text).getClass().getSimpleName()).isEqualTo(frame);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                    | BAD_FRAME",
                "null                                  | BAD_FRAME",
                "7                                     | BAD_FRAME",
                "{\"message\":null}                    | BAD_FRAME",
                "{\"type\":\"escalate\",\"reason\":1}  | BAD_FRAME",
                "{\"type\":\"\"}                       | UNKNOWN_TYPE",
                "{\"type\":\"resume\"}                  | BAD_FRAME",
                "{\"type\":\"resume\",\"epoch\":\"x\"}  | BAD_FRAME",
                "{\"type\":\"resume\",\"epoch\":7,\"after_seq\":1} | BAD_FRAME",
                "{\"type\":\"resume\",\"epoch\":\"x\",\"after_seq\":1.5} | BAD_FRAME",
                "{\"type\":\"resume\",\"epoch\":\"x\",\"after_seq\":99999999999999999999} | BAD_FRAME",
                "{\"type\":\"regenerate\"}              | BAD_FRAME",
                "{\"type\":\"regenerate\",\"message_id\":\"7\"} | NOT_FOUND",
                "{\"type\":\"edit\",\"message_id\":\"80634ab4-8082-5b91-9a61-ac37f38c4d42\"} | BAD_FRAME",
                "{\"type\":\"delete\",\"message_id\":null} | BAD_FRAME",
                "{\"type\":\"read\"}                    | BAD_FRAME",
                "{\"type\":\"read\",\"seq\":\"1\"}      | BAD_FRAME",
                "{\"type\":\"reaction\",\"message_id\":\"80634ab4-8082-5b91-9a61-ac37f38c4d42\"} | BAD_FRAME",
                "{\"message\":\"a\",\"message_type\":3} | UNSUPPORTED_MESSAGE_TYPE"
            })
    void refusesWhatIsNoFrame(String text, ErrorCode code) {
        assertThatThrownBy(() -> FrameCodec.decode(text))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
