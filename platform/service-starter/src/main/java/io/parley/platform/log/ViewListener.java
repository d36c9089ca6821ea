package io.parley.platform.log;

import io.parley.events.log.ConversationKey;
import io.parley.events.log.FactCodec;
import io.parley.events.log.LoggedFact;
import io.parley.events.log.UnreadableRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple2;
import reactor.util.retry.Retry;

/**
 * Reads this replica's partitions of the log into the service's view: a batch is applied, then its positions are
 * raised. On assignment it goes on where the view's own database says, not where the group's offsets say.
 */
final class ViewListener implements BatchMessageListener<String, byte[]>, ConsumerAwareRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(ViewListener.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** How long what caused nothing may wait to be noted as such. */
    private static final Duration EFFECTS_EVERY = Duration.ofSeconds(2);

    private final ConversationView view;
    private final ViewPositions positions;
    private final ViewProgress progress;
    private final Map<Integer, Long> effectsFrom = new ConcurrentHashMap<>();
    private final Map<Integer, Long> effectsToRaise = new HashMap<>();
    private long effectsRaised = System.nanoTime() - EFFECTS_EVERY.toNanos();
    private volatile boolean givenUp;

    ViewListener(ConversationView view, ViewPositions positions, ViewProgress progress) {
        this.view = view;
        this.positions = positions;
        this.progress = progress;
    }

    @Override
    public void onMessage(List<ConsumerRecord<String, byte[]>> records) {
        var facts = new ArrayList<LoggedFact>(records.size());
        var next = new HashMap<Integer, Long>();
        for (var record : records) {
            next.put(record.partition(), record.offset() + 1);
            // An erased record is a tombstone: nothing to read.
            if (record.value() != null) {
                read(record, facts);
            }
        }
        var batch = new ViewBatch(facts, effectsFrom);
        if (!facts.isEmpty()) {
            view.apply(batch);
        }
        raise(next, batch.hasEffects());
        progress.applied(next);
    }

    /**
     * Effects first: between the two, a batch may be applied again, but must not cause anything again. What caused
     * nothing is noted there later, one write for many batches: read again, it would cause nothing either.
     */
    private void raise(Map<Integer, Long> next, boolean hasEffects) {
        next.forEach((partition, position) -> {
            effectsFrom.merge(partition, position, Math::max);
            effectsToRaise.merge(partition, position, Math::max);
        });
        if (hasEffects || System.nanoTime() - effectsRaised > EFFECTS_EVERY.toNanos()) {
            positions.raiseEffects(effectsToRaise);
            effectsToRaise.clear();
            effectsRaised = System.nanoTime();
        }
        positions.raise(next);
    }

    private void read(ConsumerRecord<String, byte[]> record, List<LoggedFact> facts) {
        try {
            var fact = FactCodec.decodeFact(record.value());
            if (fact != null) {
                facts.add(new LoggedFact(
                        ConversationKey.ofRecordKey(record.key() == null ? "" : record.key()),
                        record.partition(),
                        record.offset(),
                        Instant.ofEpochMilli(record.timestamp()),
                        fact));
            }
        } catch (UnreadableRecord e) {
            log.warn(
                    "Record {} of partition {} cannot be read: {}",
                    record.offset(),
                    record.partition(),
                    e.getMessage());
            view.skip(record, e);
        }
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            progress.assigned(Map.of(), Map.of());
            return;
        }
        var known = known();
        effectsFrom.putAll(known.getT2());
        var next = new HashMap<Integer, Long>();
        for (var partition : partitions) {
            long position = known.getT1().getOrDefault(partition.partition(), 0L);
            consumer.seek(partition, position);
            next.put(partition.partition(), position);
        }
        progress.assigned(next, ends(consumer, partitions));
        log.info("Reading partitions {} of the log", next.keySet());
    }

    /**
     * Positions and effects; waits for the database as long as it is away. Without them the group's offsets would say
     * where to go on, and everything would seem to be met for the first time.
     */
    private Tuple2<Map<Integer, Long>, Map<Integer, Long>> known() {
        return Objects.requireNonNull(Mono.zip(positions.positions(), positions.effects())
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .filter(_ -> !givenUp)
                        .doBeforeRetry(retry -> log.warn(
                                "The view's positions cannot be read: {}",
                                retry.failure().toString())))
                .block());
    }

    /** Where the partitions end, for readiness alone. */
    private static Map<Integer, Long> ends(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        var ends = new HashMap<Integer, Long>();
        try {
            consumer.endOffsets(partitions, LIMIT).forEach((partition, end) -> ends.put(partition.partition(), end));
        } catch (TimeoutException e) {
            log.warn("The ends of the log cannot be asked: {}", e.toString());
        }
        return ends;
    }

    void resume() {
        givenUp = false;
    }

    /** Waits for nothing any more: the process is stopping. */
    void giveUp() {
        givenUp = true;
    }

    @Override
    public void onPartitionsRevokedAfterCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        progress.revoked(partitions.stream().map(TopicPartition::partition).toList());
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        progress.revoked(partitions.stream().map(TopicPartition::partition).toList());
    }
}
