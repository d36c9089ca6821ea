package io.parley.completion.answering;

import java.time.Duration;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Whether this process has looked at its leases lately enough to go on showing what it writes. One that was stopped for
 * a while may have lost them all, and on waking has a piece in its hand sooner than news of that: such a piece waits
 * for the next look. A database that is away keeps nobody waiting for longer: then nobody else gets the leases either.
 */
final class LeaseWatch {

    private final long lease;
    private final LongSupplier nanos;
    private volatile long lookedAt;
    private volatile Sinks.Empty<Void> nextLook = Sinks.empty();

    LeaseWatch(Duration lease) {
        this(lease, System::nanoTime);
    }

    /** @param nanos a time that no clock setting moves, and that goes on while the process does not */
    LeaseWatch(Duration lease, LongSupplier nanos) {
        this.lease = lease.toNanos();
        this.nanos = nanos;
        this.lookedAt = nanos.getAsLong();
    }

    /** A look begins; the answer is what the leases were like at this moment. */
    long begin() {
        return nanos.getAsLong();
    }

    /** A look is over, whatever came of it. */
    void looked(long begunAt) {
        var waiting = nextLook;
        lookedAt = begunAt;
        nextLook = Sinks.empty();
        var _ = waiting.tryEmitEmpty();
    }

    /** What is to be shown: at once while the leases are good, and after the next look otherwise. */
    Mono<Void> sure(Mono<Void> showing) {
        var look = nextLook;
        return nanos.getAsLong() - lookedAt < lease ? showing : look.asMono().then(showing);
    }
}
