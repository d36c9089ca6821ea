package io.parley.completion.document;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.completion.chatbot.ChatbotBelongings;
import io.parley.completion.chatbot.Chatbots;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Puts the use cases of documents together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DocumentProperties.class)
class DocumentConfiguration {

    /** Documents waiting to be split; there are never more than are processed at a time. */
    private static final int QUEUED = 100;

    /** Says that there is work. What is said to nobody is found by the next round. */
    @Bean
    Sinks.Many<Long> documentLooks() {
        return Sinks.many().multicast().directBestEffort();
    }

    @Bean(destroyMethod = "dispose")
    Scheduler documentSplitting(DocumentProperties properties) {
        return Schedulers.newBoundedElastic(properties.concurrent(), QUEUED, "documents", 60, true);
    }

    @Bean
    DocumentMetrics documentMetrics(MeterRegistry registry) {
        return new DocumentMetrics(registry);
    }

    @Bean
    ReceiveDocument receiveDocument(
            Documents documents,
            DocumentFiles files,
            OpenDocuments open,
            DocumentParser parser,
            Sinks.Many<Long> documentLooks,
            DocumentProperties properties) {
        return new ReceiveDocument(documents, files, open, parser, () -> look(documentLooks), properties);
    }

    @Bean
    RemoveDocument removeDocument(
            Documents documents,
            DocumentFiles files,
            Passages passages,
            ObjectProvider<PassageIndex> index,
            OpenDocuments open,
            Sinks.Many<Long> documentLooks) {
        return new RemoveDocument(documents, files, passages, orNone(index), open, () -> look(documentLooks));
    }

    /** A chatbot that is deleted takes its documents with it. */
    @Bean
    ChatbotBelongings documentsOfChatbots(RemoveDocument removeDocument) {
        return removeDocument::removeAll;
    }

    @Bean
    DocumentRounds documentRounds(
            Chatbots chatbots,
            Documents documents,
            DocumentFiles files,
            Passages passages,
            ObjectProvider<PassageIndex> index,
            OpenDocuments open,
            DocumentParser parser,
            RemoveDocument removing,
            DocumentMetrics metrics,
            DocumentProperties properties,
            Scheduler documentSplitting,
            Sinks.Many<Long> documentLooks) {
        var processing = new ProcessDocument(
                documents, files, passages, orNone(index), parser, metrics, properties, documentSplitting);
        return new DocumentRounds(
                open,
                key -> chatbots.find(key.tenant(), key.chatbotId()).hasElement(),
                documents,
                files,
                processing,
                removing,
                metrics,
                properties,
                documentLooks);
    }

    private static PassageIndex orNone(ObjectProvider<PassageIndex> index) {
        return index.getIfAvailable(() -> PassageIndex.NONE);
    }

    private static void look(Sinks.Many<Long> looks) {
        // Rounds that are not listening yet look by themselves.
        var _ = looks.tryEmitNext(0L);
    }
}
