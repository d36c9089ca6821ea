package io.parley.completion.document;

import reactor.core.publisher.Mono;

/**
 * Takes a document away from searches and answers at once, and its traces soon after. Cut off anywhere it can be done
 * again, and is: the work is open before anything else changes.
 */
public final class RemoveDocument {

    private final Documents documents;
    private final DocumentFiles files;
    private final Passages passages;
    private final PassageIndex index;
    private final OpenDocuments open;
    private final Runnable look;

    /** @param look called when there is work */
    RemoveDocument(
            Documents documents,
            DocumentFiles files,
            Passages passages,
            PassageIndex index,
            OpenDocuments open,
            Runnable look) {
        this.documents = documents;
        this.files = files;
        this.passages = passages;
        this.index = index;
        this.open = open;
        this.look = look;
    }

    /** False where there is no such document. When it completes no search finds anything of the document. */
    public Mono<Boolean> remove(DocumentKey key) {
        return documents
                .find(key)
                .flatMap(_ -> open.deleting(key).then(disappear(key)).thenReturn(true))
                .doOnNext(_ -> look.run())
                .defaultIfEmpty(false);
    }

    /** The same for every document of a chatbot that itself is deleted. */
    public Mono<Void> removeAll(String tenant, String chatbotId) {
        return documents
                .list(tenant, chatbotId)
                // All first: a cursor of the database does not wait for as long as a thousand removals take.
                .map(KnownDocument::key)
                .collectList()
                .flatMapIterable(keys -> keys)
                .concatMap(this::remove)
                .then(Mono.defer(() -> index.removeAll(tenant, chatbotId)));
    }

    /** Hidden first: from there on no answer uses it, whatever else still fails. */
    private Mono<Void> disappear(DocumentKey key) {
        return Mono.defer(() -> documents.hide(key))
                .then(Mono.defer(() -> index.remove(key)))
                .then(Mono.defer(() -> passages.delete(key)));
    }

    /** What is left to do for a document that is being deleted; again, too, what was done already. */
    Mono<Void> erase(DocumentKey key) {
        return disappear(key).then(Mono.defer(() -> files.delete(key))).then(Mono.defer(() -> documents.delete(key)));
    }
}
