package io.parley.completion.key;

import io.parley.completion.model.ModelFailure;
import io.parley.completion.model.ModelProperties;
import io.parley.completion.model.ProviderCredential;
import io.parley.completion.model.ProviderProbe;
import io.parley.events.FailureCode;
import io.parley.events.Payer;
import io.parley.platform.problem.Problem;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Tries a key with its provider before it is kept, by a call that costs nothing. */
public final class TryKey {

    /** Tries at a time: each holds a connection to an address that somebody chose. */
    private static final int AT_A_TIME = 16;

    private final ProviderProbe providers;
    private final ModelProperties suite;
    private final AtomicInteger running = new AtomicInteger();

    TryKey(ProviderProbe providers, ModelProperties suite) {
        this.providers = providers;
        this.suite = suite;
    }

    /**
     * Completes where the provider knows the key.
     *
     * @return fails with a {@link Problem}: 400 {@code provider_rejected_key}, 503 {@code provider_rate_limited} or
     *     {@code provider_unavailable}, 503 {@code busy}
     */
    public Mono<Void> tryKey(String apiKey, @Nullable String baseUrl) {
        return Mono.defer(() -> {
            var credential = new ProviderCredential(
                    ApiKeys.require(apiKey), baseUrl == null ? suite.baseUrl() : baseUrl, Payer.USER);
            if (running.incrementAndGet() > AT_A_TIME) {
                running.decrementAndGet();
                return Mono.error(Problem.unavailable("busy", "Too many keys are being tried at the moment."));
            }
            return providers
                    .probe(credential)
                    .onErrorMap(ModelFailure.class, TryKey::problem)
                    .doFinally(_ -> running.decrementAndGet());
        });
    }

    private static Problem problem(ModelFailure failure) {
        var code = failure.code();
        return switch (code) {
            case PROVIDER_REJECTED_KEY ->
                Problem.badRequest(code.wire(), "Invalid API key. Please update your API key in settings.");
            case PROVIDER_RATE_LIMITED ->
                Problem.unavailable(code.wire(), "The provider answers no further calls with this key at the moment.");
            default ->
                Problem.unavailable(
                        FailureCode.PROVIDER_UNAVAILABLE.wire(), "The provider could not be asked about this key.");
        };
    }
}
