package io.parley.session.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How often something has happened in the last ten seconds. */
final class Recently {

    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final Deque<Instant> times = new ArrayDeque<>();

    /** Notes that it happens now; answers how often it has, this time included. */
    synchronized int note(Instant now) {
        times.addLast(now);
        while (times.getFirst().plus(WINDOW).isBefore(now)) {
            times.removeFirst();
        }
        return times.size();
    }
}
