package io.parley.completion.retrieval;

import io.parley.completion.document.Passage;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * A model that turns text into vectors of length 1, which lie close to each other where the texts mean much the same.
 * Vectors of different models have nothing to do with each other. The only error is an {@link EmbeddingFailed}.
 */
public interface Embeddings {

    /** What tells its vectors from those of other models. */
    String model();

    /** Of a question that somebody waits for: it goes before all passages. */
    Mono<float[]> ofQuestion(String question);

    /** The parts of a passage that get a vector each; at least one, none empty. */
    default List<String> parts(Passage passage) {
        return Windows.of(passage);
    }

    /** Of parts of a document's passages, in their order; nobody waits for these. */
    Mono<List<float[]>> ofPassages(List<String> passages);
}
