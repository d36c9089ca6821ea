package io.parley.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Holds a scripted reply at one point until the test lets it go on. One gate may stand in many replies. */
public final class Gate {

    private final Sinks.Empty<Void> opened = Sinks.empty();
    private volatile boolean reached;

    /** Lets everybody through, from now on. */
    public void open() {
        opened.tryEmitEmpty();
    }

    /** Waits until a reply has come up to here. */
    public void awaitReached() {
        Awaitility.await("a reply at the gate")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> reached);
    }

    Mono<Void> pass() {
        return Mono.defer(() -> {
            reached = true;
            return opened.asMono();
        });
    }
}
