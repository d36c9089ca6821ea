package io.parley.session.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.session.frame.EncodedFrame;
import io.parley.session.frame.ServerFrame;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class OutboxTests {

    private final Outbox outbox = new Outbox();

    @Test
    void writesWhatWaitsBeforeItEnds() {
        outbox.offer(text("a"));
        outbox.offer(text("b"));
        outbox.close(CloseReason.ENDED);
        outbox.offer(text("too late"));

        StepVerifier.create(outbox.outgoing()).expectNextCount(2).verifyComplete();
        assertThat(outbox.closing()).isEqualTo(CloseReason.ENDED);
    }

    @Test
    void cutsAReaderThatLetsTooManyFramesWait() {
        StepVerifier.create(outbox.outgoing(), 0)
                .then(() -> {
                    for (int i = 0; i < 257; i++) {
                        outbox.offer(text("x"));
                    }
                })
                .verifyComplete();
        assertThat(outbox.closing()).isEqualTo(CloseReason.TOO_SLOW);
        StepVerifier.create(outbox.whenCut()).expectNext(CloseReason.TOO_SLOW).verifyComplete();
    }

    @Test
    void cutsAReaderThatLetsTooManyBytesWait() {
        StepVerifier.create(outbox.outgoing(), 0)
                .then(() -> {
                    for (int i = 0; i < 11; i++) {
                        outbox.offer(text("x".repeat(100_000)));
                    }
                })
                .verifyComplete();
        assertThat(outbox.closing()).isEqualTo(CloseReason.TOO_SLOW);
    }

    @Test
    void cutsAReaderThatDoesNotReadItsEnd() {
        outbox.offer(text("never read"));
        StepVerifier.withVirtualTime(outbox::whenCut)
                .expectSubscription()
                .then(() -> outbox.close(CloseReason.TOKEN_ENDED))
                .expectNoEvent(Duration.ofMillis(2_900))
                .thenAwait(Duration.ofMillis(200))
                .expectNext(CloseReason.TOKEN_ENDED)
                .verifyComplete();
        assertThat(outbox.isClosing()).isTrue();
    }

    @Test
    void keepsAReaderThatReads() {
        StepVerifier.create(outbox.outgoing())
                .then(() -> {
                    for (int i = 0; i < 1000; i++) {
                        outbox.offer(text("x".repeat(10_000)));
                    }
                    outbox.close(CloseReason.GOING_AWAY);
                })
                .expectNextCount(1000)
                .verifyComplete();
    }

    private static Outgoing text(String content) {
        return new Outgoing.Text(EncodedFrame.of(new ServerFrame.SessionClosed(content)));
    }
}
