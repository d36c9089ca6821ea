package io.parley.platform.log;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Ready once views and readers have caught up with the log as it was at the start, and while they read on. */
final class LogHealth implements HealthIndicator {

    private final ViewProgress progress;
    private final TopicReaders readers;
    private final @Nullable ViewContainer view;

    LogHealth(ViewProgress progress, TopicReaders readers, @Nullable ViewContainer view) {
        this.progress = progress;
        this.readers = readers;
        this.view = view;
    }

    @Override
    public Health health() {
        boolean ready = readers.areCaughtUp() && (view == null || (view.isReading() && progress.isCaughtUp()));
        return (ready ? Health.up() : Health.outOfService()).build();
    }
}
