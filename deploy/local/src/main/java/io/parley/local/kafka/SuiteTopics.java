package io.parley.local.kafka;

import io.parley.events.log.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics of the suite that a broker does not have yet. The number of partitions is fixed for ever by the first call. */
public final class SuiteTopics {
    /** On one machine; a record's partition is computed from it, so it never changes. */
    public static final int PARTITIONS = 12;

    private static final short BROKERS_CHOICE = -1;

    private SuiteTopics() {}

    /** Returns when all of them exist; fails when that takes longer than the given time. */
    public static void create(String bootstrapServers, Duration atMost) throws TimeoutException, InterruptedException {
        var settings = Map.<String, Object>of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                3000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) atMost.toMillis(),
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                200L);
        try (var admin = Admin.create(settings)) {
            var creations =
                    admin.createTopics(Topics.all(PARTITIONS, BROKERS_CHOICE)).values();
            for (var creation : creations.values()) {
                try {
                    creation.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
                } catch (ExecutionException refused) {
                    var cause = Objects.requireNonNullElse(refused.getCause(), refused);
                    if (!(cause instanceof TopicExistsException)) {
                        throw new IllegalStateException("cannot create the topics: " + cause.getMessage(), cause);
                    }
                }
            }
        }
    }
}
