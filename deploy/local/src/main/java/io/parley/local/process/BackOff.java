package io.parley.local.process;

import java.time.Duration;

/** How long to wait before a process that died is started again: short at first, longer while it keeps dying. */
final class BackOff {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final Duration HEALTHY = Duration.ofMinutes(1);

    private Duration next = FIRST;

    /** The pause after a life of the given length; a life of a minute makes up for every earlier death. */
    Duration after(Duration life) {
        if (life.compareTo(HEALTHY) >= 0) {
            next = FIRST;
        }
        var pause = next;
        next = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        return pause;
    }
}
