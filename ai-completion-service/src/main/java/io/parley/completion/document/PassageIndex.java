package io.parley.completion.document;

import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Where passages are searched. Every call may come again, also for a document that was never added or is gone already.
 */
public interface PassageIndex {

    /** For a service that keeps documents and searches none. */
    PassageIndex NONE = new PassageIndex() {
        @Override
        public Mono<Void> add(DocumentKey document, List<Passage> passages) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> remove(DocumentKey document) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> removeAll(String tenant, String chatbotId) {
            return Mono.empty();
        }
    };

    /** Completes once the passages, which are stored by then, can be found; in place of what the document had here. */
    Mono<Void> add(DocumentKey document, List<Passage> passages);

    /** Completes once no passage of the document is found any more. */
    Mono<Void> remove(DocumentKey document);

    /** The same for every document of a chatbot. */
    Mono<Void> removeAll(String tenant, String chatbotId);
}
