package io.parley.gateway.problem.web;

import io.parley.gateway.problem.Problem;
import io.parley.gateway.problem.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The last word on every failed request: turns whatever went wrong into the one body a client may rely on. */
@Component
@Order(-2) // before Spring Boot's own handler at -1
class ProblemWriter implements WebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemWriter.class);
    private static final Duration COME_BACK = Duration.ofSeconds(2);

    private final JsonMapper json;

    ProblemWriter(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        Refusal refusal = refusalFor(exchange, failure);
        response.setStatusCode(HttpStatusCode.valueOf(refusal.problem().status()));
        writeHeaders(response.getHeaders(), failure, refusal);
        return response.writeWith(Mono.fromSupplier(() -> body(exchange, refusal)));
    }

    private Refusal refusalFor(ServerWebExchange exchange, Throwable failure) {
        return switch (failure) {
            case Refusal refusal -> refusal;
            case ResponseStatusException refused -> translate(exchange, refused);
            case DataBufferLimitException tooLarge -> Problem.PAYLOAD_TOO_LARGE.because("The body is too large.");
            case IOException unreachable -> unavailable();
            case TimeoutException late -> unavailable();
            default -> {
                log.error("{} {} failed", exchange.getRequest().getMethod(), path(exchange), failure);
                yield Problem.INTERNAL.because("Something went wrong here.");
            }
        };
    }

    private static Refusal translate(ServerWebExchange exchange, ResponseStatusException refused) {
        int status = refused.getStatusCode().value();
        return switch (status) {
            case 404 -> Problem.NOT_FOUND.because(path(exchange) + " does not exist.");
            case 405 ->
                Problem.METHOD_NOT_ALLOWED.because(
                        exchange.getRequest().getMethod() + " is not allowed for " + path(exchange) + ".");
            case 413 -> Problem.PAYLOAD_TOO_LARGE.because("The body is too large.");
            case 503 -> unavailable();
            case 504 -> Problem.TIMEOUT.because("The service did not answer in time.");
            default ->
                status < 500
                        ? Problem.BAD_REQUEST.because("The request cannot be understood.")
                        : Problem.INTERNAL.because("Something went wrong here.");
        };
    }

    private static Refusal unavailable() {
        return Problem.UNAVAILABLE
                .because("The service that answers this is not reachable at the moment.")
                .retryAfter(COME_BACK);
    }

    private static void writeHeaders(HttpHeaders headers, Throwable failure, Refusal refusal) {
        headers.remove(HttpHeaders.CONTENT_LENGTH);
        headers.remove(HttpHeaders.CONTENT_ENCODING);
        headers.remove(HttpHeaders.TRANSFER_ENCODING);
        headers.setCacheControl("no-store");
        if (failure instanceof ResponseStatusException refused) {
            headers.putAll(refused.getHeaders());
        }
        Duration wait = refusal.retryAfter();
        if (wait != null) {
            // Whole seconds, and never too few: who comes back on time is not refused again.
            headers.set(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds())));
        }
        if (refusal.problem() == Problem.UNAUTHORIZED) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (refusal.problem() == Problem.UPGRADE_REQUIRED) {
            headers.set(HttpHeaders.UPGRADE, "websocket");
        }
    }

    private DataBuffer body(ServerWebExchange exchange, Refusal refusal) {
        String path = path(exchange);
        boolean openAi = path.equals("/v1") || path.startsWith("/v1/");
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.setContentType(openAi ? MediaType.APPLICATION_JSON : MediaType.APPLICATION_PROBLEM_JSON);
        byte[] bytes =
                json.writeValueAsBytes(openAi ? ProblemBodies.openAiError(refusal) : ProblemBodies.problem(refusal));
        headers.setContentLength(bytes.length);
        return exchange.getResponse().bufferFactory().wrap(bytes);
    }

    private static String path(ServerWebExchange exchange) {
        return exchange.getRequest().getPath().value();
    }
}
