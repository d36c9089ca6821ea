package io.parley.completion.retrieval.langchain4j;

import ai.onnxruntime.OrtException;
import io.parley.completion.retrieval.EmbeddingFailed;
import io.parley.completion.retrieval.EmbeddingFailed.Reason;
import io.parley.completion.retrieval.Embeddings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * all-MiniLM-L6-v2 with weights of 8 bits, in this process: 384 numbers, English first, one sentence to about three
 * hundred words. It is loaded when it is first needed, which takes a second and some 150 MiB outside the heap: whoever
 * has no documents pays for neither.
 */
final class InProcessEmbeddings implements Embeddings, AutoCloseable {

    static final String MODEL = "all-minilm-l6-v2-q";

    /** A passage may wait behind those of other documents. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final TwoLanes lanes;
    private @Nullable MiniLm loaded;

    InProcessEmbeddings(TwoLanes lanes) {
        this.lanes = lanes;
    }

    @Override
    public String model() {
        return MODEL;
    }

    @Override
    public Mono<float[]> ofQuestion(String question) {
        return lanes.question(() -> vector(question)).timeout(LIMIT).onErrorMap(InProcessEmbeddings::typed);
    }

    @Override
    public Mono<List<float[]>> ofPassages(List<String> passages) {
        return Flux.fromIterable(passages)
                // One at a time: a question never waits for more than one passage of each thread.
                .concatMap(passage -> lanes.passage(() -> vector(passage)).timeout(LIMIT), 1)
                .collectList()
                .onErrorMap(InProcessEmbeddings::typed);
    }

    private float[] vector(String text) throws IOException, OrtException {
        return loaded().embed(text).content().vector();
    }

    private synchronized MiniLm loaded() throws IOException, OrtException {
        var model = loaded;
        if (model == null) {
            model = MiniLm.load();
            loaded = model;
        }
        return model;
    }

    private static Throwable typed(Throwable failure) {
        return switch (failure) {
            case EmbeddingFailed known -> known;
            case TimeoutException _ -> new EmbeddingFailed(Reason.TIMEOUT, "not embedded within " + LIMIT);
            default -> new EmbeddingFailed(Reason.MODEL, failure.getClass().getSimpleName());
        };
    }

    @Override
    public void close() {
        lanes.close();
    }
}
