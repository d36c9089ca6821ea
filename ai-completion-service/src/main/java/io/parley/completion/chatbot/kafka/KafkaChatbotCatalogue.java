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
import org.jspecify.annotations.Nullable;
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
        return send(chatbots.stream()
                .map(chatbot -> record(chatbot.key(), WireJson.mapper().writeValueAsBytes(chatbot)))
                .toList());
    }

    @Override
    public Mono<Void> withdraw(String tenant, String id) {
        return send(List.of(record(Chatbot.key(tenant, id), null)));
    }

    private static ProducerRecord<String, byte @Nullable []> record(String key, byte @Nullable [] value) {
        return new ProducerRecord<>(Topics.CHATBOTS, key, value);
    }

    private Mono<Void> send(List<ProducerRecord<String, byte @Nullable []>> records) {
        return records.isEmpty()
                ? Mono.empty()
                : Mono.<Void>fromCallable(() -> {
                            sendNow(records);
                            return null;
                        })
                        .subscribeOn(Schedulers.boundedElastic());
    }

    private void sendNow(List<ProducerRecord<String, byte @Nullable []>> records) throws Exception {
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
        try (var producer = new KafkaProducer<String, byte @Nullable []>(
                settings, new StringSerializer(), new ByteArraySerializer())) {
            var sent = new ArrayList<Future<RecordMetadata>>();
            for (var one : records) {
                sent.add(producer.send(one));
            }
            for (var one : sent) {
                one.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }
}
