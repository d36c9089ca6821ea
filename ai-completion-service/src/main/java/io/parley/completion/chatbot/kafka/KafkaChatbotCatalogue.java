package io.parley.completion.chatbot.kafka;

import io.parley.completion.chatbot.ChatbotCatalogue;
import io.parley.events.Chatbot;
import io.parley.events.log.Topics;
import io.parley.events.log.WireJson;
import io.parley.platform.log.LogProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The compacted topic of chatbots. It is written a few times in the life of a process, so each time has a producer of
 * its own, on a thread that may wait.
 */
final class KafkaChatbotCatalogue implements ChatbotCatalogue {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final LogProperties properties;

    KafkaChatbotCatalogue(LogProperties properties) {
        this.properties = properties;
    }

    @Override
    public Mono<Void> publish(List<Chatbot> chatbots) {
        return Mono.<Void>fromCallable(() -> {
                    send(chatbots);
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private void send(List<Chatbot> chatbots) throws Exception {
        var settings = Map.<String, Object>of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                properties.bootstrapServers(),
                ProducerConfig.CLIENT_ID_CONFIG,
                properties.member() + "-chatbots",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                5_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                4_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                10_000);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            var sent = new ArrayList<Future<RecordMetadata>>();
            for (var chatbot : chatbots) {
                sent.add(producer.send(new ProducerRecord<>(
                        Topics.CHATBOTS, chatbot.key(), WireJson.mapper().writeValueAsBytes(chatbot))));
            }
            for (var one : sent) {
                one.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }
}
