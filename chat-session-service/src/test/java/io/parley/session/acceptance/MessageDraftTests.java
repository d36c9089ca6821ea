package io.parley.session.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.parley.events.log.WireJson;
import io.parley.session.frame.ClientFrame;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.Refusal;
import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be sent as a message. */
class MessageDraftTests {

    private static final int LIMIT = 1000;

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t ", "\u00a0", "\u2007\u202f", "\u3000 \u00a0"})
    void refusesWhatNobodyCanSee(String content) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> draft(content))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MESSAGE_EMPTY));
    }

    @Test
    void keepsAMessageAsItWasSent() {
        assertThat(draft(" a\u00a0b\n").content()).isEqualTo(" a\u00a0b\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1e400}",
                "{\"a\":[{\"b\":-1e400}]}",
                "[]",
                "\"text\"",
                "{\"a\":{\"b\":{\"c\":{\"d\":[]}}}}"
            })
    void refusesMetadataThatCannotBeKeptAsItWasSent(String metadata) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> draftWith(metadata))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_METADATA));
    }

    @Test
    void keepsOtherMetadataAsItWasSent() {
        var large = "123456789012345678901234567890";

        assertThat(draftWith("{\"a\":" + large + ",\"b\":1.5,\"\":null,\"$c.d\":{\"e\":{\"f\":{}}}}")
                        .metadata())
                .containsEntry("a", new BigInteger(large))
                .containsEntry("b", 1.5)
                .containsEntry("", null)
                .containsEntry("$c.d", Map.of("e", Map.of("f", Map.of())));
    }

    private static MessageDraft draftWith(String metadata) {
        return MessageDraft.of(new ClientFrame.Send("hi", WireJson.mapper().readTree(metadata), null), LIMIT);
    }

    private static MessageDraft draft(String content) {
        return MessageDraft.of(new ClientFrame.Send(content, null, null), LIMIT);
    }
}
