package io.parley.session.connection;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What waits to be written to one socket: at most 256 frames or 1 MiB. A reader that lets more come together is too
 * slow, and is closed instead of holding memory; its cursor lets it come back for what it missed. A replay waits here as
 * one thing, whose frames are made as the socket takes them.
 */
final class Outbox {

    private static final int FRAMES = 256;
    private static final int BYTES = 1 << 20;

    /** How long a reader has to read what waits when its socket closes. */
    private static final Duration LAST_FRAMES = Duration.ofSeconds(3);

    private final Sinks.Many<Queued> sink =
            Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(FRAMES));
    private final Sinks.One<CloseReason> closed = Sinks.one();
    private final Sinks.One<CloseReason> cut = Sinks.one();
    private @Nullable CloseReason closing;
    private int frames;
    private int bytes;

    /** @param size what is held in memory while it waits, in bytes */
    private record Queued(Flux<Outgoing> frames, int size) {}

    /** Takes a frame; after the end it is passed over. */
    void offer(Outgoing outgoing) {
        offer(new Queued(Flux.just(outgoing), outgoing.size()));
    }

    /** Takes frames that belong together: nothing comes between them. */
    void offer(Flux<Outgoing> frames) {
        offer(new Queued(frames, 0));
    }

    private synchronized void offer(Queued queued) {
        if (closing != null) {
            return;
        }
        if (frames == FRAMES
                || bytes + queued.size() > BYTES
                || sink.tryEmitNext(queued).isFailure()) {
            cut(CloseReason.TOO_SLOW);
            return;
        }
        frames++;
        bytes += queued.size();
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
        return sink.asFlux()
                // One at a time: a replay is pulled at the socket's pace, and what came after it waits. It counts until
                // the socket has taken it, because the next ones are fetched before they are asked for.
                .concatMap(queued -> queued.frames().doOnComplete(() -> written(queued)), 1)
                .takeUntilOther(cut.asMono());
    }

    /** Whether nothing more is taken. */
    synchronized boolean isClosing() {
        return closing != null;
    }

    /** Completes when the socket is cut, or was closed and its reader does not read up to there. */
    Mono<CloseReason> whenCut() {
        return Mono.firstWithSignal(cut.asMono(), closed.asMono().delayElement(LAST_FRAMES));
    }

    private synchronized void written(Queued queued) {
        frames--;
        bytes -= queued.size();
    }
}
