package io.parley.platform.log;

import com.mongodb.MongoException;
import io.parley.events.log.Topics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.util.backoff.ExponentialBackOff;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Runs a {@link ViewListener} in the service's consumer group. A failure is never skipped: the database or the broker
 * is away, so the partitions pause and the batch is tried again until it is back.
 */
final class ViewContainer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ViewContainer.class);
    private static final int START_TRIES = 10;
    private static final Duration START_PAUSE = Duration.ofMillis(500);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STEP_LIMIT = Duration.ofSeconds(5);

    private final ConcurrentMessageListenerContainer<String, byte[]> container;
    private final ViewListener listener;
    private final ViewPositions positions;
    private final EndOffsets ends;

    ViewContainer(LogProperties properties, ViewListener listener, ViewPositions positions, EndOffsets ends) {
        this.listener = listener;
        this.positions = positions;
        this.ends = ends;
        var consumers = new DefaultKafkaConsumerFactory<>(
                Map.<String, Object>ofEntries(
                        Map.entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers()),
                        Map.entry(ConsumerConfig.GROUP_ID_CONFIG, "parley-" + properties.service()),
                        // A restarted process is the same member: it has its partitions back at once.
                        Map.entry(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, properties.member()),
                        Map.entry(
                                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                                CooperativeStickyAssignor.class.getName()),
                        Map.entry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000),
                        Map.entry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_500),
                        Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 200),
                        Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                        Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false)),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        var settings = new ContainerProperties(Topics.CONVERSATIONS);
        settings.setMessageListener(listener);
        settings.setConsumerRebalanceListener(listener);
        settings.setGroupId("parley-" + properties.service());
        settings.setAckMode(ContainerProperties.AckMode.BATCH);
        settings.setPollTimeout(500);
        settings.setShutdownTimeout(STEP_LIMIT.toMillis());
        settings.setMissingTopicsFatal(false);
        this.container = new ConcurrentMessageListenerContainer<>(consumers, settings);
        container.setBeanName("view");
        var backOff = new ExponentialBackOff(200, 1.5);
        backOff.setMaxInterval(5_000);
        var untilItSucceeds = new DefaultErrorHandler(backOff);
        // By default some exceptions, ClassCastException among them, end the retries, and the batch would be lost.
        untilItSucceeds.setClassifications(Map.of(), true);
        untilItSucceeds.setRetryListeners(new FailedBatches());
        container.setCommonErrorHandler(untilItSucceeds);
    }

    @Override
    public void start() {
        var foreign = answered(positions.foreignEpochs().collectList());
        if (foreign != null && !foreign.isEmpty()) {
            throw new LogMismatch("the views were built from log " + foreign + ", and this is another one");
        }
        var known = answered(positions.positions());
        (known == null ? Map.<Integer, Long>of() : known).forEach((partition, next) -> {
            var end = answered(ends.end(partition));
            if (end != null && next > end) {
                throw new LogMismatch("the views have read partition %d up to %d, but the log ends at %d"
                        .formatted(partition, next, end));
            }
        });
        listener.resume();
        container.start();
    }

    /** A start is when machines are busiest: a slow answer is waited for, and asked for again. */
    private static <T> @Nullable T answered(Mono<T> question) {
        return question.retryWhen(Retry.fixedDelay(START_TRIES, START_PAUSE)).block(START_LIMIT);
    }

    @Override
    public void stop() {
        listener.giveUp();
        container.stop();
    }

    /** Whether it still reads: a replica whose place another process took does not, and nor does one after an Error. */
    boolean isReading() {
        return container.isRunning() && container.isInExpectedState();
    }

    @Override
    public boolean isRunning() {
        return container.isRunning();
    }

    /** Says that a view stands still, and why; not in the failure's own words, which may hold what somebody wrote. */
    private static final class FailedBatches implements RetryListener {

        /** About once a minute, at the longest pause. */
        private static final int SAID_EACH = 12;

        @Override
        public void failedDelivery(ConsumerRecord<?, ?> record, @Nullable Exception failure, int attempt) {
            // A batch listener's records fail together.
        }

        @Override
        public void failedDelivery(ConsumerRecords<?, ?> records, @Nullable Exception failure, int attempt) {
            if (attempt % SAID_EACH == 1 && failure != null) {
                log.warn(
                        "{} records cannot be applied, attempt {}, and are tried again: {}",
                        records.count(),
                        attempt,
                        reason(NestedExceptionUtils.getMostSpecificCause(failure)));
            }
        }

        private static String reason(Throwable cause) {
            return cause instanceof MongoException mongo
                    ? cause.getClass().getName() + " " + mongo.getCode()
                    : cause.getClass().getName();
        }
    }
}
