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
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

/**
 * Reads this replica's partitions of the log into the service's view: a batch is applied, then its positions are
 * raised. On assignment it goes on where the view's own database says, not where the group's offsets say.
 */
final class ViewListener implements BatchMessageListener<String, byte[]>, ConsumerAwareRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(ViewListener.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ConversationView view;
    private final ViewPositions positions;
    private final ViewProgress progress;
    private final Map<Integer, Long> effectsFrom = new ConcurrentHashMap<>();

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
        if (!facts.isEmpty()) {
            view.apply(new ViewBatch(facts, Map.copyOf(effectsFrom)));
        }
        positions.raise(next);
        next.forEach((partition, position) -> effectsFrom.merge(partition, position, Math::max));
        progress.applied(next);
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
        var known = positions.positions();
        effectsFrom.putAll(positions.effects());
        var ends = new HashMap<Integer, Long>();
        consumer.endOffsets(partitions, LIMIT).forEach((partition, end) -> ends.put(partition.partition(), end));
        var next = new HashMap<Integer, Long>();
        for (var partition : partitions) {
            long position = known.getOrDefault(partition.partition(), 0L);
            consumer.seek(partition, position);
            next.put(partition.partition(), position);
        }
        progress.assigned(next, ends);
        log.info("Reading partitions {} of the log", next.keySet());
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
