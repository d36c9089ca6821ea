package io.parley.session.chatbot.kafka;

import io.parley.events.log.Topics;
import io.parley.platform.log.LogProperties;
import io.parley.platform.log.TopicReader;
import io.parley.session.chatbot.CatalogueBarrier;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Asks where the catalogue topic ends, and waits until its reader is there: a millisecond or two where nothing is new. */
final class KafkaCatalogueBarrier implements CatalogueBarrier, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaCatalogueBarrier.class);
    private static final TopicPartition CATALOGUE = new TopicPartition(Topics.CHATBOTS, 0);

    /** A broker that is away keeps nobody from the chatbots that are known. */
    private static final Duration LIMIT = Duration.ofMillis(500);

    private final Admin admin;
    private final TopicReader reader;

    KafkaCatalogueBarrier(LogProperties properties, TopicReader reader) {
        this.admin = Admin.create(Map.<String, Object>of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                properties.bootstrapServers(),
                AdminClientConfig.CLIENT_ID_CONFIG,
                properties.member() + "-chatbots-end",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                2_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                2_000));
        this.reader = reader;
    }

    @Override
    public Mono<Void> await() {
        return Mono.fromCompletionStage(() -> admin.listOffsets(Map.of(CATALOGUE, OffsetSpec.latest()))
                        .partitionResult(CATALOGUE)
                        .toCompletionStage())
                .flatMap(end -> reader.await(CATALOGUE.partition(), end.offset()))
                .timeout(LIMIT)
                .onErrorResume(failure -> {
                    log.debug("The catalogue is taken as it is known: {}", failure.toString());
                    return Mono.empty();
                });
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
