package io.parley.completion.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.model.ModelFailure;
import io.parley.completion.model.ProviderCredential;
import io.parley.completion.model.ProviderStreams;
import io.parley.completion.retrieval.EmbeddingFailed.Reason;
import io.parley.events.Payer;
import io.parley.events.log.WireJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ProviderEmbeddingsTests {

    private final List<ProviderStreams.Call> calls = new ArrayList<>();
    private Function<List<String>, Mono<byte[]>> provider = texts -> Mono.just(answer(texts.size()));
    private Mono<ProviderCredential> credential =
            Mono.just(new ProviderCredential("sk-key", "https://provider/v1/", Payer.CHATBOT));

    @Test
    void asksForTheVectorOfAQuestionAndMakesItOneLong() {
        provider = _ -> Mono.just(bytes("{\"data\":[{\"index\":0,\"embedding\":[3,4]}]}"));

        var vector = embeddings().ofQuestion("How?").block();

        assertThat(vector).containsExactly(new float[] {0.6f, 0.8f}, Offset.offset(1e-6f));
        var call = calls.getFirst();
        assertThat(call.url()).isEqualTo("https://provider/v1/embeddings");
        assertThat(call.headers()).containsEntry("Authorization", List.of("Bearer sk-key"));
        assertThat(call.body()).contains("\"How?\"", "\"text-embedding-3-small\"", "\"float\"");
    }

    @Test
    void sendsPassagesInBatchesAndKeepsTheirOrder() {
        var texts = IntStream.range(0, 150).mapToObj(i -> "text " + i).toList();

        var vectors = embeddings().ofPassages(texts).block();

        assertThat(vectors).hasSize(150);
        assertThat(calls).hasSize(3);
        assertThat(inputs(calls.getLast())).hasSize(22).contains("text 149");
    }

    @Test
    void readsAPassageAsAWhole() {
        var passage =
                RetrievalFixtures.passage(RetrievalFixtures.document("a"), 0, "A sentence of some length. ".repeat(40));

        assertThat(embeddings().parts(passage)).containsExactly(PassageText.of(passage));
    }

    @Test
    void putsVectorsIntoTheOrderOfTheTexts() {
        provider = _ ->
                Mono.just(bytes("{\"data\":[{\"index\":1,\"embedding\":[0,1]},{\"index\":0,\"embedding\":[1,0]}]}"));

        var vectors = embeddings().ofPassages(List.of("a", "b")).block();

        assertThat(vectors.getFirst()).containsExactly(1, 0);
        assertThat(vectors.getLast()).containsExactly(0, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{}",
                "{\"data\":[]}",
                "{\"data\":[{\"index\":1,\"embedding\":[1]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":0,\"embedding\":[1]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":[]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":[0,0]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":[\"x\",1]}]}",
                "{\"data\":[{\"index\":0,\"embedding\":\"AAAA\"}]}"
            })
    void refusesWhatIsNoVector(String answer) {
        provider = _ -> Mono.just(bytes(answer));

        StepVerifier.create(embeddings().ofQuestion("How?"))
                .verifyErrorSatisfies(failure -> isFor(failure, Reason.PROVIDER));
    }

    @Test
    void saysThatThereIsNoKey() {
        credential = Mono.empty();

        StepVerifier.create(embeddings().ofQuestion("How?"))
                .verifyErrorSatisfies(failure -> isFor(failure, Reason.NO_API_KEY));
        assertThat(calls).isEmpty();
    }

    @Test
    void triesPassagesAgainAndAQuestionNot() {
        var failures = new ArrayList<>(List.of(1, 2));
        provider = texts -> failures.isEmpty()
                ? Mono.just(answer(texts.size()))
                : Mono.fromRunnable(failures::removeLast).then(Mono.error(ModelFailure.refused(503, null)));

        StepVerifier.withVirtualTime(() -> embeddings().ofPassages(List.of("a")))
                .thenAwait(Duration.ofSeconds(20))
                .expectNextCount(1)
                .verifyComplete();
        failures.add(1);
        StepVerifier.create(embeddings().ofQuestion("a"))
                .verifyErrorSatisfies(failure -> isFor(failure, Reason.PROVIDER));
    }

    @Test
    void givesUpOnAKeyThatIsRefused() {
        provider = _ -> Mono.error(ModelFailure.refused(401, null));

        StepVerifier.create(embeddings().ofPassages(List.of("a"))).verifyErrorSatisfies(failure -> {
            isFor(failure, Reason.PROVIDER);
            assertThat(failure).hasMessageContaining("provider_rejected_key").hasMessageNotContaining("sk-key");
        });
        assertThat(calls).hasSize(1);
    }

    @Test
    void doesNotWaitForEver() {
        provider = _ -> Mono.never();

        StepVerifier.withVirtualTime(() -> embeddings().ofQuestion("a"))
                .thenAwait(Duration.ofSeconds(31))
                .verifyErrorSatisfies(failure -> isFor(failure, Reason.TIMEOUT));
    }

    private static void isFor(Throwable failure, Reason reason) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        EmbeddingFailed.class,
                        typed -> assertThat(typed.reason()).isEqualTo(reason));
    }

    private ProviderEmbeddings embeddings() {
        return new ProviderEmbeddings("text-embedding-3-small", credential, new ProviderStreams() {
            @Override
            public Flux<Event> open(Call call) {
                return Flux.error(new UnsupportedOperationException());
            }

            @Override
            public Mono<byte[]> whole(Call call, int most) {
                return Mono.defer(() -> {
                    calls.add(call);
                    return provider.apply(inputs(call));
                });
            }
        });
    }

    private static List<String> inputs(ProviderStreams.Call call) {
        return WireJson.mapper()
                .readTree(call.body())
                .path("input")
                .valueStream()
                .map(text -> text.asString())
                .toList();
    }

    private static byte[] answer(int count) {
        return bytes(IntStream.range(0, count)
                .mapToObj(index -> "{\"index\":" + index + ",\"embedding\":[1," + index + "]}")
                .collect(Collectors.joining(",", "{\"data\":[", "]}")));
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
