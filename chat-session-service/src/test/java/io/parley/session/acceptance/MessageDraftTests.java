package io.parley.session.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.parley.session.frame.ClientFrame;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.Refusal;
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

    private static MessageDraft draft(String content) {
        return MessageDraft.of(new ClientFrame.Send(content, null, null), LIMIT);
    }
}
