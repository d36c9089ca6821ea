package io.parley.platform.log;

import io.parley.events.live.LiveSignal;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.FactCodec;
import io.parley.events.log.Topics;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import reactor.core.publisher.Mono;

/**
 * Publishes live signals to every replica that may have a socket for them. A lost signal loses nothing that the log
 * does not bring again.
 */
public final class LiveTopic implements AutoCloseable {

    private final TopicSender sender;
    private final LogTopology topology;

    LiveTopic(LogProperties properties, LogTopology topology) {
        this.topology = topology;
        this.sender = new TopicSender(
                "live-sender",
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers(),
                        ProducerConfig.CLIENT_ID_CONFIG, properties.member() + "-live",
                        ProducerConfig.ACKS_CONFIG, "1",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false,
                        // One retry could put a later piece before an earlier one.
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1,
                        // Three milliseconds join the chunks of many answers into one request.
                        ProducerConfig.LINGER_MS_CONFIG, 3,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 4_000));
    }

    /** Publishes a signal; completes when the broker has it, fails with {@link AppendFailed}. */
    public Mono<Void> publish(ConversationKey conversation, LiveSignal signal) {
        return Mono.defer(() -> sender.send(new ProducerRecord<>(
                        Topics.LIVE,
                        conversation.partition(topology.partitions()),
                        conversation.toString(),
                        FactCodec.encode(signal))))
                .then();
    }

    @Override
    public void close() {
        sender.close();
    }
}
