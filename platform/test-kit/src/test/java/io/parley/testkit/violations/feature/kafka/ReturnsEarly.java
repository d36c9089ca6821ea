package io.parley.testkit.violations.feature.kafka;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.ContainerProperties;
import reactor.core.publisher.Mono;

class ReturnsEarly {

    @KafkaListener
    Mono<Void> onBatch(List<String> records) {
        return Mono.empty();
    }

    @KafkaListener
    CompletableFuture<Void> onRecord(String record) {
        return CompletableFuture.completedFuture(null);
    }

    void settings(ContainerProperties properties) {
        properties.setAsyncAcks(true);
    }
}
