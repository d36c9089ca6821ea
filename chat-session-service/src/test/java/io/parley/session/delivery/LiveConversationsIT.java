package io.parley.session.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.platform.log.LogBarrier;
import io.parley.session.conversation.Conversations;
import io.parley.testkit.Backends;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;
import reactor.core.publisher.Mono;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"PARLEY_RATE_MESSAGES=8", "parley.session.revive-within=2s"})
@ContextConfiguration(initializers = Backends.class)
class LiveConversationsIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final ConversationKey KEY = new ConversationKey("default", "let-go");

    @Autowired
    private Conversations conversations;

    @Autowired
    private LogBarrier barrier;

    @Test
    void doesNotLetGoOfAConversationThatIsJustBeingOpened() {
        var clock = new InterruptedClock();
        var live = new LiveConversations(conversations, barrier, _ -> Mono.empty(), "epoch", clock);
        Awaitility.await()
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> live.open(KEY).block(LIMIT) != null);

        // It is kept for a minute; the sweep comes between looking it up and noting its use.
        clock.now = clock.now.plusSeconds(61);
        clock.meanwhile = live::sweep;
        var feed = live.open(KEY).block(LIMIT);

        var message = new MessagePosted(
                MessageId.random(), new Sender("ann", SenderType.USER, null), "Hello", Map.of(), null, null);
        live.onFact(new LoggedFact(KEY, 0, 1_000_000, clock.now, message));
        assertThat(feed.findAccepted(message.messageId())).isPresent();
        live.close();
    }

    /** Something happens while the time is looked at. */
    private static final class InterruptedClock extends Clock {

        private Instant now = Instant.parse("2026-11-20T10:30:00Z");
        private @Nullable Runnable meanwhile;

        @Override
        public Instant instant() {
            var comes = meanwhile;
            meanwhile = null;
            if (comes != null) {
                comes.run();
            }
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
