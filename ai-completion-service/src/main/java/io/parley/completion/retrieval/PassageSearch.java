package io.parley.completion.retrieval;

import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.Passage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Passages ranked by words and by meaning. Each question names one chatbot of one tenant, and no passage of another is
 * looked at: a store puts that into its query. Nothing is to be shown that was not looked up again where passages are
 * kept: an index may be behind by some seconds.
 *
 * <p>Lucene in this process is behind it; MongoDB Atlas or another vector store can be.
 */
public interface PassageSearch {

    /** Whose passages are searched. */
    record Scope(String tenant, String chatbotId) {

        public static Scope of(DocumentKey document) {
            return new Scope(document.tenant(), document.chatbotId());
        }
    }

    /**
     * All passages of a document.
     *
     * @param model that made the vectors; null where there are none
     */
    record IndexedDocument(DocumentKey document, @Nullable String model, List<Searchable> passages) {}

    /**
     * A passage and what it is found by in meaning.
     *
     * @param vectors one for each of its {@link Windows}; the nearest one counts
     */
    record Searchable(Passage passage, List<float[]> vectors) {}

    /**
     * A passage that was found.
     *
     * @param passageId as {@link io.parley.completion.document.Passage#id} has it
     * @param score from 0 to 1: by meaning the cosine of the two vectors, by words how much of the question's words is
     *     in the passage, the rare ones counting more
     */
    record Hit(String passageId, double score) {}

    /** Takes a document in, in place of what it had; completes once its passages are found. */
    Mono<Void> put(IndexedDocument document);

    /** Takes many in; none need be found before the last is. */
    Mono<Void> putAll(Flux<IndexedDocument> documents);

    Mono<Void> remove(DocumentKey document);

    Mono<Void> removeAll(Scope scope);

    /** Drops everything. */
    Mono<Void> clear();

    /** Whether there is any passage. */
    Mono<Boolean> holds(Scope scope);

    /** Whether there is any passage without a vector of this model. */
    Mono<Boolean> lacks(Scope scope, String model);

    /** The passages with words of the question, best first by BM25. */
    Mono<List<Hit>> byWords(Scope scope, String question, int most);

    /** The passages nearest to a vector of this model, nearest first. */
    Mono<List<Hit>> byMeaning(Scope scope, String model, float[] vector, int most);
}
