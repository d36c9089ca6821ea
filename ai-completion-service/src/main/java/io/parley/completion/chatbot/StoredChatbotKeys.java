package io.parley.completion.chatbot;

import io.parley.completion.chatbot.OwnChatbots.Name;
import io.parley.completion.key.ApiKeys;
import io.parley.completion.key.KeyDescription;
import io.parley.completion.key.KeyHolder;
import io.parley.completion.key.ProviderAddresses;
import io.parley.events.Payer;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Chatbots' keys where all keys are kept; they go when their chatbot goes. */
final class StoredChatbotKeys implements ChatbotKeys, ChatbotBelongings {

    private final ApiKeys keys;
    private final ProviderAddresses addresses;

    StoredChatbotKeys(ApiKeys keys, ProviderAddresses addresses) {
        this.keys = keys;
        this.addresses = addresses;
    }

    @Override
    public Mono<Shown> find(Name name) {
        return keys.find(holder(name)).map(StoredChatbotKeys::shown);
    }

    @Override
    public Mono<String> requireAllowed(String baseUrl) {
        return addresses.require(baseUrl).map(URI::toString);
    }

    @Override
    public Mono<Shown> put(Name name, String apiKey, @Nullable String baseUrl) {
        return keys.put(holder(name), apiKey, baseUrl).map(StoredChatbotKeys::shown);
    }

    @Override
    public Mono<Void> delete(Name name) {
        return keys.delete(holder(name));
    }

    @Override
    public Mono<Void> removeAll(String tenant, String chatbotId) {
        return delete(new Name(tenant, chatbotId));
    }

    private static KeyHolder holder(Name name) {
        return new KeyHolder(name.tenant(), Payer.CHATBOT, name.id());
    }

    private static Shown shown(KeyDescription key) {
        return new Shown(key.last4(), key.baseUrl());
    }
}
