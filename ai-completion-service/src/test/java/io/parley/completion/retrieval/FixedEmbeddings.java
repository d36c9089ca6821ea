package io.parley.completion.retrieval;

import java.util.List;
import reactor.core.publisher.Mono;

/** A model for which every text means the same. */
record FixedEmbeddings(String model, Mono<float[]> vector) implements Embeddings {

    @Override
    public Mono<float[]> ofQuestion(String question) {
        return vector;
    }

    @Override
    public Mono<List<float[]>> ofPassages(List<String> texts) {
        return vector.repeat(texts.size() - 1L).collectList();
    }
}
