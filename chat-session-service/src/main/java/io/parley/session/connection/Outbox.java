package io.parley.session.connection;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What waits to be written to one socket: at most 256 frames or 1 MiB. A reader that lets more come together is too
 * slow, and is closed instead of holding memory; its cursor lets it come back for what it missed.
 */
final class Outbox {

    private static final int FRAMES = 256;
    private static final int BYTES = 1 << 20;

    /** How long a reader has to read what waits when its socket closes. */
    private static final Duration LAST_FRAMES = Duration.ofSeconds(3);

    private final Sinks.Many<Outgoing> sink =
            Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(FRAMES));
    private final Sinks.One<CloseReason> closed = Sinks.one();
    private final Sinks.One<CloseReason> cut = Sinks.one();
    private @Nullable CloseReason closing;
    private int waiting;

    /** Takes a frame; after the end it is passed over. */
    synchronized void offer(Outgoing outgoing) {
        if (closing != null) {
            return;
        }
        if (waiting + outgoing.size() > BYTES || sink.tryEmitNext(outgoing).isFailure()) {
            cut(CloseReason.TOO_SLOW);
            return;
        }
        waiting += outgoing.size();
    }

    /** Ends the socket once everything that waits has been written. */
    synchronized void close(CloseReason reason) {
        if (closing == null) {
            closing = reason;
            sink.tryEmitComplete();
            closed.tryEmitValue(reason);
        }
    }

    /** Ends the socket without waiting for what its reader does not read. */
    synchronized void cut(CloseReason reason) {
        if (closing == null) {
            closing = reason;
            cut.tryEmitValue(reason);
        }
    }

    synchronized CloseReason closing() {
        return closing == null ? CloseReason.ENDED : closing;
    }

    /** What to write, in order; completes when the socket is to be closed. */
    Flux<Outgoing> outgoing() {
        return sink.asFlux().doOnNext(this::written).takeUntilOther(cut.asMono());
    }

    /** Whether nothing more is taken. */
    synchronized boolean isClosing() {
        return closing != null;
    }

    /** Completes when the socket is cut, or was closed and its reader does not read up to there. */
    Mono<CloseReason> whenCut() {
        return Mono.firstWithSignal(cut.asMono(), closed.asMono().delayElement(LAST_FRAMES));
    }

    private synchronized void written(Outgoing outgoing) {
        waiting -= outgoing.size();
    }
}
