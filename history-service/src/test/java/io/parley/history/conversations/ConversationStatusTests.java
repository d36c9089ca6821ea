package io.parley.history.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.events.Floor;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConversationStatusTests {

    private static final Instant CLOSED_BEFORE = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void isClosedAfterSilenceWhereNobodyWaits() {
        assertThat(status(Floor.ASSISTANT, CLOSED_BEFORE)).isEqualTo(ConversationStatus.OPEN);
        assertThat(status(Floor.ASSISTANT, CLOSED_BEFORE.minusMillis(1))).isEqualTo(ConversationStatus.CLOSED);
    }

    @Test
    void isNeverClosedWhereSomebodyWaitsOrIsThere() {
        assertThat(status(Floor.QUEUE, Instant.EPOCH)).isEqualTo(ConversationStatus.QUEUED);
        assertThat(status(Floor.AGENT, Instant.EPOCH)).isEqualTo(ConversationStatus.ASSIGNED);
    }

    @Test
    void needsSomeSilence() {
        assertThat(new ConversationsProperties(Duration.ofMinutes(5)).closedAfter())
                .isEqualTo(Duration.ofMinutes(5));
        for (var none : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1)}) {
            assertThatThrownBy(() -> new ConversationsProperties(none))
                    .hasMessageContaining("PARLEY_CONVERSATION_CLOSED_AFTER");
        }
    }

    private static ConversationStatus status(Floor floor, Instant lastAt) {
        return ConversationStatus.of(floor, lastAt, CLOSED_BEFORE);
    }
}
