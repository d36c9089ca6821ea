package io.parley.completion.model.netty;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.parley.completion.model.ModelFailure;
import io.parley.completion.model.ProviderCredential;
import io.parley.completion.model.ProviderProbe;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** Asks for the list of models, which every provider of OpenAI's shape has; only the status of the answer is read. */
final class NettyProviderProbe implements ProviderProbe {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ProviderClients clients;

    NettyProviderProbe(ProviderClients clients) {
        this.clients = clients;
    }

    @Override
    public Mono<Void> probe(ProviderCredential credential) {
        var url = credential.baseUrl() + (credential.baseUrl().endsWith("/") ? "models" : "/models");
        return clients.of(credential.payer(), url)
                .headers(headers -> headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + credential.apiKey()))
                .get()
                .uri(url)
                // Nobody reads the body, however long it may be: the connection is closed on it.
                .responseConnection(
                        (response, connection) -> Mono.just(response.status()).doFinally(_ -> connection.dispose()))
                .next()
                .timeout(LIMIT)
                .onErrorMap(NettyProviderProbe::failure)
                .flatMap(NettyProviderProbe::judge);
    }

    private static Mono<Void> judge(HttpResponseStatus status) {
        return status.equals(HttpResponseStatus.OK)
                ? Mono.empty()
                : Mono.error(ModelFailure.refused(status.code(), null));
    }

    private static ModelFailure failure(Throwable failure) {
        return switch (failure) {
            case TimeoutException _ -> ModelFailure.timeout("no answer within " + LIMIT);
            case ProviderClients.AddressForbidden _ -> ModelFailure.forbidden();
            default -> ModelFailure.unavailable(failure.getClass().getSimpleName());
        };
    }
}
