package io.parley.completion.retrieval;

import io.parley.completion.chatbot.Chatbots;
import io.parley.completion.model.ProviderCredentials;
import io.parley.completion.model.ProviderStreams;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The model in this process for all chatbots that name no other. */
final class ChatbotEmbeddingModels implements EmbeddingModels {

    private final Embeddings inProcess;
    private final Chatbots chatbots;
    private final ProviderCredentials credentials;
    private final ProviderStreams provider;

    ChatbotEmbeddingModels(
            Embeddings inProcess, Chatbots chatbots, ProviderCredentials credentials, ProviderStreams provider) {
        this.inProcess = inProcess;
        this.chatbots = chatbots;
        this.credentials = credentials;
        this.provider = provider;
    }

    @Override
    public Mono<Embeddings> of(String tenant, String chatbotId) {
        return chatbots.find(tenant, chatbotId)
                .map(chatbot -> named(chatbot.retrieval().embeddingModel(), tenant, chatbotId))
                .defaultIfEmpty(inProcess);
    }

    @Override
    public Embeddings named(@Nullable String name, String tenant, String chatbotId) {
        // A key that is paid with is the chatbot's or the suite's: documents belong to no visitor.
        return name == null || name.equals(inProcess.model())
                ? inProcess
                : new ProviderEmbeddings(name, credentials.find(tenant, null, chatbotId), provider);
    }
}
