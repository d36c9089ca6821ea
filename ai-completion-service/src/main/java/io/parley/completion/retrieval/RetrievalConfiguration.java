package io.parley.completion.retrieval;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.completion.chatbot.Chatbots;
import io.parley.completion.document.PassageIndex;
import io.parley.completion.document.Passages;
import io.parley.completion.model.ProviderCredentials;
import io.parley.completion.model.ProviderStreams;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the search of documents together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetrievalProperties.class)
class RetrievalConfiguration {

    @Bean
    EmbeddingModels embeddingModels(
            Embeddings inProcess, Chatbots chatbots, ProviderCredentials credentials, ProviderStreams provider) {
        return new ChatbotEmbeddingModels(inProcess, chatbots, credentials, provider);
    }

    @Bean
    FollowChanges followChanges(
            PassageChanges changes,
            Passages passages,
            EmbeddedDocuments embedded,
            PassageSearch search,
            Embeddings inProcess,
            RetrievalProperties properties) {
        return new FollowChanges(changes, passages, embedded, search, inProcess, properties.follow());
    }

    @Bean
    PassageIndex passageIndex(
            EmbeddingModels models,
            Passages passages,
            EmbeddedDocuments embedded,
            PassageSearch search,
            FollowChanges changes) {
        return new IndexPassages(models, passages, embedded, search, changes);
    }

    @Bean(destroyMethod = "close")
    EmbedAgain embedAgain(
            EmbeddingModels models,
            Passages passages,
            EmbeddedDocuments embedded,
            PassageSearch search,
            PassageIndex passageIndex) {
        return new EmbedAgain(models, passages, embedded, search, passageIndex);
    }

    @Bean
    Retrieval retrieval(
            PassageSearch search,
            Passages passages,
            EmbeddingModels models,
            FollowChanges changes,
            EmbedAgain again,
            RetrievalProperties properties,
            MeterRegistry meters) {
        return new HybridRetrieval(
                search, passages, models, changes::built, again::look, properties, new RetrievalMetrics(meters));
    }
}
