package io.parley.gateway.routing.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ClientFrameTests {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"hello\",\"message_type\":\"text\"}",
                "{\"content\":\"hello\",\"metadata\":{\"type\":\"ping\",\"deep\":[{\"type\":\"typing\"}]}}",
                "{\"type\":\"message\",\"message\":\"hello\"}",
                "{\"type\":\"escalate\"}",
                "{\"type\":null,\"message\":\"hello\"}",
                "{\"type\":7}",
                "{\"type\":\"ping\",\"message\":\"hello\",\"type\":\"message\"}",
                "{\"type\":\"message\",\"type\":\"ping\"}",
                "{\"type\":[\"ping\"]}",
                "{}",
                "[]",
                "",
                "hello",
                "{\"type\":\"ping\"",
                "{\"type\":\"ping\",\"message\":"
            })
    void countsWhatSaysSomethingAndWhatCannotBeRead(String frame) {
        assertThat(read(frame).isMessage()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"ping\"}",
                "{\"type\":\"typing\",\"message\":\"hello\"}",
                "{\"type\":\"read\",\"seq\":7}",
                "{\"after_seq\":4,\"type\":\"resume\",\"epoch\":\"e\"}",
                "{\"type\":\"of_tomorrow\"}"
            })
    void countsNoSignals(String frame) {
        assertThat(read(frame).isMessage()).isFalse();
    }

    @Test
    void knowsTheNameOfAMessage() {
        assertThat(read("{\"client_message_id\":\"1\",\"message\":\"hello\"}").clientMessageId())
                .isEqualTo("1");
        assertThat(read("{\"metadata\":{\"client_message_id\":\"1\"},\"message\":\"hello\"}")
                        .clientMessageId())
                .isNull();
        assertThat(read("{\"client_message_id\":1}").clientMessageId()).isNull();
        assertThat(read("{\"client_message_id\":\"" + "x".repeat(65) + "\"}").clientMessageId())
                .isNull();
    }

    @Test
    void leavesTheFrameAsItWas() {
        var content = Unpooled.copiedBuffer("{\"type\":\"ping\"}", StandardCharsets.UTF_8);

        ClientFrame.read(JSON, content);

        assertThat(content.readableBytes()).isEqualTo(15);
        assertThat(content.refCnt()).isEqualTo(1);
    }

    @Test
    void isNotLedAstrayByDepth() {
        assertThat(read("{\"a\":" + "[".repeat(30_000) + "]".repeat(30_000) + ",\"type\":\"ping\"}")
                        .isMessage())
                .isTrue();
    }

    private static ClientFrame read(String frame) {
        return ClientFrame.read(JSON, Unpooled.copiedBuffer(frame, StandardCharsets.UTF_8));
    }
}
