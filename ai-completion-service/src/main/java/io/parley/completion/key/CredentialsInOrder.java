package io.parley.completion.key;

import io.parley.completion.model.ModelProperties;
import io.parley.completion.model.ProviderCredential;
import io.parley.completion.model.ProviderCredentials;
import io.parley.events.Payer;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Who pays for an answer: the owner of the conversation with a key of their own, else the chatbot, else the suite. A
 * key goes to its own address: the suite's to the suite's, and nowhere else.
 */
final class CredentialsInOrder implements ProviderCredentials {

    private final ApiKeys keys;
    private final ModelProperties suite;

    CredentialsInOrder(ApiKeys keys, ModelProperties suite) {
        this.keys = keys;
        this.suite = suite;
    }

    @Override
    public Mono<ProviderCredential> find(String tenant, @Nullable String owner, String chatbotId) {
        var holders = new ArrayList<KeyHolder>();
        if (owner != null) {
            holders.add(KeyHolder.user(tenant, owner));
        }
        holders.add(KeyHolder.chatbot(tenant, chatbotId));
        return keys.openFirst(holders).switchIfEmpty(suites());
    }

    private Mono<ProviderCredential> suites() {
        return suite.apiKey().isBlank()
                ? Mono.empty()
                : Mono.just(new ProviderCredential(suite.apiKey().strip(), suite.baseUrl(), Payer.SUITE));
    }
}
