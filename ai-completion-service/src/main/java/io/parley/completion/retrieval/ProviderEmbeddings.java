package io.parley.completion.retrieval;

import io.parley.completion.document.Passage;
import io.parley.completion.model.ModelFailure;
import io.parley.completion.model.ProviderCredential;
import io.parley.completion.model.ProviderStreams;
import io.parley.completion.retrieval.EmbeddingFailed.Reason;
import io.parley.events.log.WireJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A model behind {@code POST /embeddings} of an API of OpenAI's shape. Passages go a batch at a time, one batch after
 * the other, and a refusal that passes is tried again; a question is asked once.
 */
final class ProviderEmbeddings implements Embeddings {

    /** OpenAI takes 2,048 texts and 300,000 tokens in a request, others far less; so this stays below what all take. */
    static final int BATCH = 64;

    private static final int MAX_DIMENSIONS = 4_096;

    /** A vector is at most some twenty characters for each of its numbers. */
    private static final int MAX_BODY = BATCH * MAX_DIMENSIONS * 24;

    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int TRIES_MORE = 3;

    private final String model;
    private final Mono<ProviderCredential> credential;
    private final ProviderStreams provider;

    ProviderEmbeddings(String model, Mono<ProviderCredential> credential, ProviderStreams provider) {
        this.model = model;
        this.credential = credential;
        this.provider = provider;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public Mono<float[]> ofQuestion(String question) {
        return call(List.of(question)).map(List::getFirst).onErrorMap(ProviderEmbeddings::typed);
    }

    /** One: such a model reads a whole passage, and its vectors are so long that several would not fit into memory. */
    @Override
    public List<String> parts(Passage passage) {
        return List.of(PassageText.of(passage));
    }

    @Override
    public Mono<List<float[]>> ofPassages(List<String> passages) {
        return Flux.fromIterable(passages)
                .buffer(BATCH)
                // One batch is under way at a time, so a document never takes more than one connection.
                .concatMap(
                        batch -> call(batch)
                                .retryWhen(Retry.backoff(TRIES_MORE, FIRST_PAUSE)
                                        .filter(failure -> failure instanceof ModelFailure known && known.isPassing())
                                        .onRetryExhaustedThrow((_, last) -> last.failure())),
                        1)
                .concatMapIterable(vectors -> vectors)
                .collectList()
                .onErrorMap(ProviderEmbeddings::typed);
    }

    private Mono<List<float[]>> call(List<String> texts) {
        return credential
                .switchIfEmpty(Mono.error(() -> new EmbeddingFailed(Reason.NO_API_KEY, "there is no key for " + model)))
                .flatMap(found -> provider.whole(request(found, texts), MAX_BODY))
                .map(body -> vectors(body, texts.size()))
                .timeout(CALL_LIMIT);
    }

    private ProviderStreams.Call request(ProviderCredential found, List<String> texts) {
        var body = Map.of("model", model, "input", texts, "encoding_format", "float");
        return new ProviderStreams.Call(
                found.baseUrl().replaceAll("/+$", "") + "/embeddings",
                Map.of(
                        "Authorization", List.of("Bearer " + found.apiKey()),
                        "Content-Type", List.of("application/json")),
                WireJson.mapper().writeValueAsString(body),
                found.payer());
    }

    private static List<float[]> vectors(byte[] body, int expected) {
        try {
            var read = new float[expected][];
            for (var entry : WireJson.mapper().readTree(body).path("data")) {
                int index = entry.path("index").asInt(-1);
                if (index < 0 || index >= expected || read[index] != null) {
                    throw odd("an index that nobody asked for");
                }
                read[index] = vector(entry.path("embedding"));
            }
            var vectors = new ArrayList<float[]>(expected);
            for (var vector : read) {
                if (vector == null || vector.length != read[0].length) {
                    throw odd("fewer vectors than texts, or of different lengths");
                }
                vectors.add(vector);
            }
            return vectors;
        } catch (JacksonException e) {
            throw odd("no JSON");
        }
    }

    private static float[] vector(JsonNode numbers) {
        if (!numbers.isArray() || numbers.isEmpty() || numbers.size() > MAX_DIMENSIONS) {
            throw odd("no vector of 1 to " + MAX_DIMENSIONS + " numbers");
        }
        var vector = new float[numbers.size()];
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) numbers.get(i).asDouble(Double.NaN);
            squares += (double) vector[i] * vector[i];
        }
        if (!(squares > 0) || Double.isInfinite(squares)) {
            throw odd("a vector without a direction");
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
        return vector;
    }

    private static EmbeddingFailed odd(String seen) {
        return new EmbeddingFailed(Reason.PROVIDER, "the provider answered with " + seen);
    }

    private static Throwable typed(Throwable failure) {
        return switch (failure) {
            case EmbeddingFailed known -> known;
            case ModelFailure refused ->
                new EmbeddingFailed(Reason.PROVIDER, refused.code().wire() + " (" + refused.getMessage() + ")");
            case TimeoutException _ -> new EmbeddingFailed(Reason.TIMEOUT, "nothing came within " + CALL_LIMIT);
            default -> new EmbeddingFailed(Reason.PROVIDER, failure.getClass().getSimpleName());
        };
    }
}
