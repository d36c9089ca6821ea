package io.parley.completion.document;

import java.util.List;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Makes a received document ready: parses its file, splits it into passages, keeps them, and has them indexed. Each step
 * may have been done before, by a process that died; then it is done again, with the same result.
 */
final class ProcessDocument {

    private static final Logger log = LoggerFactory.getLogger(ProcessDocument.class);

    private final Documents documents;
    private final DocumentFiles files;
    private final Passages passages;
    private final PassageIndex index;
    private final DocumentParser parser;
    private final DocumentMetrics metrics;
    private final DocumentProperties properties;
    private final Scheduler splitting;

    /** @param splitting where documents are split: that may take a second of a core */
    ProcessDocument(
            Documents documents,
            DocumentFiles files,
            Passages passages,
            PassageIndex index,
            DocumentParser parser,
            DocumentMetrics metrics,
            DocumentProperties properties,
            Scheduler splitting) {
        this.documents = documents;
        this.files = files;
        this.passages = passages;
        this.index = index;
        this.parser = parser;
        this.metrics = metrics;
        this.properties = properties;
        this.splitting = splitting;
    }

    /** Completes when the document is ready, has failed for good, or is not there any more; fails where trying again may help. */
    Mono<Void> process(DocumentKey key) {
        return documents
                .find(key)
                .filter(KnownDocument::isProcessing)
                .flatMap(document -> makeReady(document)
                        .onErrorResume(DocumentRefused.class, refused -> giveUp(key, refused.fault())))
                .then(Mono.defer(() -> files.delete(key)));
    }

    private Mono<Void> makeReady(KnownDocument document) {
        var key = document.key();
        return passages(document)
                .flatMap(found -> passages.keep(key, found)
                        .then(Mono.defer(() -> documents.split(key, found.size())))
                        .then(Mono.defer(() -> index.add(key, found)))
                        .timeout(properties.indexLimit())
                        .then(Mono.defer(() -> documents.ready(key, found.size())))
                        .doOnNext(_ -> log.info("Document {}: {} passages", key.documentId(), found.size())))
                .flatMap(isReady -> isReady ? Mono.empty() : disappear(key));
    }

    private Mono<List<Passage>> passages(KnownDocument document) {
        var timed = metrics.parsing(document.kind());
        return parser.parse(document.key().tenant(), document.kind(), files.read(document.key()))
                .publishOn(splitting)
                .map(blocks -> SplitPassages.of(document.key(), document.name(), blocks, properties.mostPassages()))
                .doOnNext(_ -> timed.ended("ok"))
                .doOnError(failure -> timed.ended(outcome(failure)));
    }

    /** Gives a document up for good. */
    Mono<Void> giveUp(DocumentKey key, DocumentFault fault) {
        log.info("Document {}: {}", key.documentId(), fault.code());
        return disappear(key).then(Mono.defer(() -> documents.fail(key, fault))).then();
    }

    /** Deleted meanwhile, or of no use: nothing of it may be found. */
    private Mono<Void> disappear(DocumentKey key) {
        return index.remove(key).then(Mono.defer(() -> passages.delete(key)));
    }

    private static String outcome(Throwable failure) {
        return switch (failure) {
            case DocumentRefused refused -> refused.fault().code();
            case TimeoutException _ -> "timed_out";
            default -> "error";
        };
    }
}
