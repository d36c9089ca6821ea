package io.parley.platform.problem;

import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import io.parley.events.log.WireJson;
import io.parley.platform.log.AppendFailed;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * Writes every failure of a route as a problem, under {@code /v1} as OpenAI's error; what has no meaning for the client
 * becomes {@code internal}.
 */
final class ProblemHandler implements WebExceptionHandler, Ordered {

    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        var response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        var problem = toProblem(exchange, failure);
        response.setRawStatusCode(problem.status().value());
        if (failure instanceof ResponseStatusException status) {
            // What is allowed instead: Allow of a 405, Accept of a 415.
            response.getHeaders().putAll(status.getHeaders());
        }
        problem.headers().forEach(response.getHeaders()::set);
        boolean isOpenAi = isOpenAi(exchange);
        response.getHeaders()
                .setContentType(isOpenAi ? MediaType.APPLICATION_JSON : MediaType.APPLICATION_PROBLEM_JSON);
        var body = WireJson.mapper()
                .writeValueAsBytes(
                        isOpenAi
                                ? OpenAiError.of(problem)
                                : ProblemBody.of(problem.status(), problem.code(), problem.detail()));
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private static boolean isOpenAi(ServerWebExchange exchange) {
        var path = exchange.getRequest().getPath().value();
        return path.equals("/v1") || path.startsWith("/v1/");
    }

    private static Problem toProblem(ServerWebExchange exchange, Throwable failure) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof ResponseStatusException status
                && !status.getStatusCode().isSameCodeAs(HttpStatus.INTERNAL_SERVER_ERROR)) {
            return ofStatus(status);
        }
        if (isAway(failure)) {
            log.warn(
                    "{} {} found something away: {}",
                    exchange.getRequest().getMethod(),
                    exchange.getRequest().getPath().value(),
                    failure.getClass().getSimpleName());
            return Problem.unavailable("unavailable", "This is not there at the moment.");
        }
        // The message of an unexpected exception may quote what a person wrote: only its type and place are logged.
        log.error(
                "{} {} failed: {} at {}",
                exchange.getRequest().getMethod(),
                exchange.getRequest().getPath().value(),
                failure.getClass().getName(),
                failure.getStackTrace().length == 0 ? "?" : failure.getStackTrace()[0]);
        return new Problem(HttpStatus.INTERNAL_SERVER_ERROR, "internal", "Something went wrong here.");
    }

    /** Whether the database or the log did not answer: that passes, and asking again is right. */
    private static boolean isAway(Throwable failure) {
        return failure instanceof TimeoutException
                || failure instanceof AppendFailed
                || failure instanceof DataAccessResourceFailureException
                || isDatabaseAway(failure)
                // Of these Spring Data knows some as a failing resource, and says no more of the others.
                || (failure instanceof UncategorizedDataAccessException && isDatabaseAway(failure.getCause()));
    }

    private static boolean isDatabaseAway(@Nullable Throwable failure) {
        return failure instanceof MongoTimeoutException
                || failure instanceof MongoSocketException
                || failure instanceof MongoConnectionPoolClearedException
                || failure instanceof MongoServerUnavailableException
                || failure instanceof MongoNotPrimaryException
                || failure instanceof MongoNodeIsRecoveringException;
    }

    private static Problem ofStatus(ResponseStatusException failure) {
        if (failure.getCause() instanceof DataBufferLimitException) {
            return tooLarge();
        }
        var status = HttpStatus.resolve(failure.getStatusCode().value());
        if (status == null) {
            status = HttpStatus.INTERNAL_SERVER_ERROR;
        }
        return switch (status) {
            case NOT_FOUND -> Problem.notFound("path");
            case CONTENT_TOO_LARGE -> tooLarge();
            case SERVICE_UNAVAILABLE -> Problem.unavailable("unavailable", "This is not there at the moment.");
            case BAD_REQUEST ->
                Problem.badRequest("bad_request", "The request cannot be read as this path expects it.");
            default ->
                new Problem(status, status.name().toLowerCase(java.util.Locale.ROOT), status.getReasonPhrase() + ".");
        };
    }

    private static Problem tooLarge() {
        return new Problem(HttpStatus.CONTENT_TOO_LARGE, "payload_too_large", "The body is too large.");
    }

    /** Before Spring Boot's own handler, which is at -1. */
    @Override
    public int getOrder() {
        return -2;
    }
}
