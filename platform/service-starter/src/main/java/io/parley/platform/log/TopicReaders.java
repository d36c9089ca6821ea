package io.parley.platform.log;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Makes the {@link TopicReader}s of a service and knows whether all have caught up. The service starts them as beans. */
public final class TopicReaders {

    private final LogProperties properties;
    private final List<TopicReader> readers = new CopyOnWriteArrayList<>();

    TopicReaders(LogProperties properties) {
        this.properties = properties;
    }

    /** @param back how far back in time to begin; null for the topic's beginning */
    public TopicReader reader(String topic, @Nullable Duration back, TopicReader.Handler handler) {
        var reader = new TopicReader(properties, topic, back, handler);
        readers.add(reader);
        return reader;
    }

    boolean areCaughtUp() {
        return readers.stream().allMatch(TopicReader::isCaughtUp);
    }
}
