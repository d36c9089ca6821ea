package io.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.events.Chatbot;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.HistoryCleared;
import io.parley.events.WhileAnswering;
import io.parley.events.live.SessionEnded;
import io.parley.events.log.ConversationKey;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TestLogIT {

    private static final TestLog log = new TestLog();

    @AfterAll
    static void close() {
        log.close();
    }

    @Test
    void readsBackWhatWasAppended() {
        var conversation = new ConversationKey("default", "test-log");

        var started = log.append(conversation, new ConversationStarted("ann", ConversationKind.SESSION, "leta"));
        log.appendRaw(conversation, new byte[] {1, 2});
        log.appendRaw(conversation, null);
        log.append(new ConversationKey("default", "test-log-2"), new HistoryCleared("ben", false, 0));

        assertThat(log.facts(conversation)).containsExactly(started);
        assertThat(log.await(conversation, ConversationStarted.class, Duration.ofSeconds(1)))
                .isEqualTo(started.fact());
        assertThatThrownBy(() -> log.await(conversation, HistoryCleared.class, Duration.ofMillis(100)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ConversationStarted");
    }

    @Test
    void readsBackSignalsAndChatbots() {
        var conversation = new ConversationKey("default", "test-log-signals");
        var leta = new Chatbot(Chatbot.EVERY_TENANT, "leta", "Leta", "Hi!", WhileAnswering.ENQUEUE);

        log.publish(conversation, new SessionEnded("ann"));
        log.publish(leta);

        assertThat(log.signals(conversation)).containsExactly(new SessionEnded("ann"));
        assertThat(log.chatbots()).contains(leta);
        assertThat(log.deadLetters()).isEmpty();
    }
}
