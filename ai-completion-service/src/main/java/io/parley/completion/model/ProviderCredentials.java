package io.parley.completion.model;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Which credential pays for an answer. */
public interface ProviderCredentials {

    /**
     * The credential for an answer of a chatbot; empty where there is no key anywhere.
     *
     * @param owner user id of the conversation's owner, where it is known
     */
    Mono<ProviderCredential> find(String tenant, @Nullable String owner, String chatbotId);
}
