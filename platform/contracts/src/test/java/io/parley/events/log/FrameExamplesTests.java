package io.parley.events.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What the client contract says of all frames, held against their examples; the services test their own codecs. */
class FrameExamplesTests {

    private static final Path FRAMES = Path.of("../../docs/contracts/examples/frames");

    /** Facts, and no other frames, have a place in the conversation. */
    private static final List<String> FACTS = List.of(
            "message_received",
            "response_complete",
            "error",
            "message",
            "message_edited",
            "message_deleted",
            "reaction",
            "escalation",
            "note");

    static Stream<Path> serverFrames() throws IOException {
        return Files.list(FRAMES.resolve("server"));
    }

    static Stream<Path> allFrames() throws IOException {
        return Stream.concat(serverFrames(), Files.list(FRAMES.resolve("client")));
    }

    @ParameterizedTest
    @MethodSource("serverFrames")
    void isNamedByItsType(Path file) {
        assertThat(file.getFileName()).hasToString(read(file).path("type").asString() + ".json");
    }

    @ParameterizedTest
    @MethodSource("serverFrames")
    void hasAPlaceWhereItIsAFact(Path file) {
        var frame = read(file);

        for (var field : List.of("conversation_id", "seq", "prev_seq")) {
            if (FACTS.contains(frame.path("type").asString())) {
                assertThat(frame.has(field)).as(field).isTrue();
            } else if (!(field.equals("conversation_id") && frame.has("session_id"))) {
                assertThat(frame.has(field)).as(field).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("allFrames")
    void writesEveryTimeWithMilliseconds(Path file) {
        for (var field : List.of("timestamp", "edited_at")) {
            if (read(file).has(field)) {
                assertThat(read(file).path(field).asString())
                        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
            }
        }
    }

    @Test
    void showsAnAnswerAsAHistoryEntryToo() {
        var frame = read(FRAMES.resolve("server/response_complete.json"));

        assertThat(frame.path("id")).isEqualTo(frame.path("message_id"));
        assertThat(frame.path("content")).isEqualTo(frame.path("full_response"));
        assertThat(frame.path("sender_id").asString()).isEqualTo("ai-assistant");
    }

    private static JsonNode read(Path file) {
        return WireJson.mapper().readTree(file.toFile());
    }
}
