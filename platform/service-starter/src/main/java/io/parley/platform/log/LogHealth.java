package io.parley.platform.log;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Ready once views and readers have caught up with the log as it was at the start. */
final class LogHealth implements HealthIndicator {

    private final ViewProgress progress;
    private final TopicReaders readers;
    private final boolean hasView;

    LogHealth(ViewProgress progress, TopicReaders readers, boolean hasView) {
        this.progress = progress;
        this.readers = readers;
        this.hasView = hasView;
    }

    @Override
    public Health health() {
        boolean ready = readers.areCaughtUp() && (!hasView || progress.isCaughtUp());
        return (ready ? Health.up() : Health.outOfService()).build();
    }
}
