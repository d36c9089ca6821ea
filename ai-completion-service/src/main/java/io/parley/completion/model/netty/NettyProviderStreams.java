package io.parley.completion.model.netty;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.parley.completion.model.ModelFailure;
import io.parley.completion.model.ProviderStreams;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * Provider calls on a few event loops however many streams there are. Nothing is
 * read that nobody asked for, so that a slow reader slows the provider down instead of filling this process.
 */
final class NettyProviderStreams implements ProviderStreams {

    /** A refusal is read this far, to see whether it speaks of a content filter. */
    private static final int REFUSAL_READ = 16 * 1024;

    private final ProviderClients clients;

    NettyProviderStreams(ProviderClients clients) {
        this.clients = clients;
    }

    @Override
    public Flux<Event> open(Call call) {
        return send(call)
                .response((response, body) -> response.status().equals(HttpResponseStatus.OK)
                        ? events(body)
                        : NettyProviderStreams.<Event>refusal(response, body).flux())
                .onErrorMap(NettyProviderStreams::typed);
    }

    @Override
    public Mono<byte[]> whole(Call call, int most) {
        return send(call)
                .response((response, body) -> response.status().equals(HttpResponseStatus.OK)
                        ? joined(body, most)
                        : NettyProviderStreams.<byte[]>refusal(response, body))
                // To the end, so that the connection goes back into the pool.
                .singleOrEmpty()
                .onErrorMap(NettyProviderStreams::typed);
    }

    private HttpClient.ResponseReceiver<?> send(Call call) {
        return clients.of(call.payer(), call.url())
                .headers(headers -> call.headers().forEach(headers::set))
                .request(HttpMethod.POST)
                .uri(call.url())
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(call.body().getBytes(StandardCharsets.UTF_8))));
    }

    private static ModelFailure typed(Throwable failure) {
        return switch (failure) {
            case ModelFailure known -> known;
            case ProviderClients.AddressForbidden _ -> ModelFailure.forbidden();
            default -> ModelFailure.unavailable(failure.getClass().getSimpleName());
        };
    }

    private static Mono<byte[]> joined(ByteBufFlux body, int most) {
        return body.asByteArray()
                .reduceWith(ByteArrayOutputStream::new, (whole, piece) -> {
                    if (whole.size() + piece.length > most) {
                        throw ModelFailure.unavailable("more than " + most + " bytes");
                    }
                    whole.writeBytes(piece);
                    return whole;
                })
                .map(ByteArrayOutputStream::toByteArray);
    }

    private static Flux<Event> events(ByteBufFlux body) {
        var parser = new EventStreamParser();
        return body.asByteArray()
                // One piece of the network at a time: the next is asked for when its events have been taken.
                .concatMapIterable(parser::feed, 1)
                .concatWith(Flux.defer(() -> Flux.fromIterable(parser.end())));
    }

    private static <T> Mono<T> refusal(HttpClientResponse response, ByteBufFlux body) {
        int status = response.status().code();
        var retryAfter = retryAfter(response.responseHeaders().get("Retry-After"));
        return body.asByteArray()
                .reduce(new StringBuilder(), NettyProviderStreams::firstOf)
                .onErrorReturn(new StringBuilder())
                .flatMap(text -> Mono.error(
                        status == HttpResponseStatus.BAD_REQUEST.code() && text.indexOf("content_filter") >= 0
                                ? ModelFailure.contentFiltered()
                                : ModelFailure.refused(status, retryAfter)));
    }

    private static StringBuilder firstOf(StringBuilder text, byte[] bytes) {
        int room = Math.max(0, REFUSAL_READ - text.length());
        return text.append(new String(bytes, 0, Math.min(room, bytes.length), StandardCharsets.ISO_8859_1));
    }

    /** Seconds or a date, as HTTP has it; null where it is neither. */
    static @Nullable Duration retryAfter(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            return header.strip().matches("\\d{1,6}")
                    ? Duration.ofSeconds(Long.parseLong(header.strip()))
                    : Duration.between(
                            Instant.now(),
                            ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
