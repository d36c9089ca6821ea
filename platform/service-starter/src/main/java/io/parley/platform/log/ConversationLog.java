package io.parley.platform.log;

import io.parley.events.ConversationFact;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.FactCodec;
import io.parley.events.log.Topics;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import reactor.core.publisher.Mono;

/**
 * Appends facts to the log: the commit point of the suite, and the one way for every service to write there.
 *
 * <p>The returned Mono completes when every in-sync replica has the fact. It fails with {@link AppendFailed} after 10
 * seconds at most; the fact may still be there then. Each subscription appends anew, under a record key of its own.
 */
public final class ConversationLog implements AutoCloseable {

    private final TopicSender sender;
    private final LogTopology topology;

    ConversationLog(LogProperties properties, LogTopology topology) {
        this.topology = topology;
        this.sender = new TopicSender(
                "log-sender",
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        properties.bootstrapServers(),
                        ProducerConfig.CLIENT_ID_CONFIG,
                        properties.member() + "-log",
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        2_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        4_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        10_000,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"));
    }

    /** Appends a fact, and tells where it stands. */
    public Mono<LogPlace> append(ConversationKey conversation, ConversationFact fact) {
        return Mono.defer(() -> sender.send(new ProducerRecord<>(
                        Topics.CONVERSATIONS,
                        conversation.partition(topology.partitions()),
                        conversation.recordKey(UUID.randomUUID()),
                        FactCodec.encode(fact))))
                .map(metadata -> new LogPlace(metadata.partition(), metadata.offset()));
    }

    /**
     * Erases one record: appends a tombstone under its key, which every reader passes over and by which compaction
     * removes the record. To be asked of records whose fact no reader shows any more.
     */
    public Mono<LogPlace> erase(String recordKey, int partition) {
        return Mono.defer(() -> sender.send(new ProducerRecord<>(Topics.CONVERSATIONS, partition, recordKey, null)))
                .map(metadata -> new LogPlace(metadata.partition(), metadata.offset()));
    }

    @Override
    public void close() {
        sender.close();
    }
}
