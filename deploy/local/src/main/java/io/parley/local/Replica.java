package io.parley.local;

import io.parley.local.process.Child;
import java.net.URI;
import java.time.Duration;

/**
 * A further process of a service, beside the one every suite has: with ports, a log and a pid file of its own. It is
 * kept alive like any other process of the suite, until it is closed.
 */
public final class Replica implements AutoCloseable {
    /** As long as an orchestrator would wait before it kills. */
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);

    private final LocalSuite suite;
    private final Child child;

    Replica(LocalSuite suite, Child child) {
        this.suite = suite;
        this.child = child;
    }

    /** Its name in {@code run} and {@code log}: {@code history-1}. */
    public String name() {
        return child.plan().name();
    }

    /** Where it serves. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + child.plan().port());
    }

    /** Takes it away as an orchestrator does: SIGTERM, and time to end in order. */
    @Override
    public void close() {
        child.terminate();
        child.awaitEnd(STOPPED_WITHIN);
        suite.forget(child);
    }
}
