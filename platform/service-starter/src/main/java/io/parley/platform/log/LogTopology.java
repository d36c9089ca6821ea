package io.parley.platform.log;

import io.parley.events.log.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * What never changes about the log while it exists.
 *
 * @param epoch the topic's id: another one is another log, and what was kept of the old one means nothing
 * @param partitions of the log and of the live topic
 */
public record LogTopology(String epoch, int partitions) {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Asks the broker; called while the process starts. */
    static LogTopology ask(String bootstrapServers) {
        try (var admin = Admin.create(Map.<String, Object>of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) LIMIT.toMillis()))) {
            var described = admin.describeTopics(List.of(Topics.CONVERSATIONS, Topics.LIVE))
                    .allTopicNames()
                    .get(LIMIT.toSeconds() + 5, TimeUnit.SECONDS);
            var log = Objects.requireNonNull(described.get(Topics.CONVERSATIONS));
            var live = Objects.requireNonNull(described.get(Topics.LIVE));
            if (log.partitions().size() != live.partitions().size()) {
                throw new IllegalStateException("%s has %d partitions and %s has %d; they must be the same number"
                        .formatted(
                                Topics.CONVERSATIONS,
                                log.partitions().size(),
                                Topics.LIVE,
                                live.partitions().size()));
            }
            return new LogTopology(log.topicId().toString(), log.partitions().size());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while looking for the log", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "The topics %s and %s cannot be found at %s; the launcher or the deployment job creates them"
                            .formatted(Topics.CONVERSATIONS, Topics.LIVE, bootstrapServers),
                    e);
        }
    }
}
