package io.parley.completion.model;

import io.parley.events.Payer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The suite's own key for everybody. It goes to the suite's own address and nowhere else. */
final class SuiteCredentials implements ProviderCredentials {

    private final ModelProperties properties;

    SuiteCredentials(ModelProperties properties) {
        this.properties = properties;
    }

    @Override
    public Mono<ProviderCredential> find(String tenant, @Nullable String owner, String chatbotId) {
        return properties.apiKey().isBlank()
                ? Mono.empty()
                : Mono.just(new ProviderCredential(properties.apiKey().strip(), properties.baseUrl(), Payer.SUITE));
    }
}
