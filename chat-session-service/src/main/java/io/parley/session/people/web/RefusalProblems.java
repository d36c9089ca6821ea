package io.parley.session.people.web;

import io.parley.platform.problem.Problem;
import io.parley.session.frame.Refusal;
import java.time.Duration;
import org.springframework.http.HttpStatus;

/** Says over HTTP what an error frame says on a socket: the same code and words, with a status. */
public final class RefusalProblems {

    private static final Duration SOON = Duration.ofSeconds(1);

    private RefusalProblems() {}

    public static Problem of(Refusal refusal) {
        var code = refusal.code().wire();
        var detail = refusal.detail();
        return switch (refusal.code()) {
            // Over HTTP there is no frame.
            case BAD_FRAME -> Problem.badRequest("bad_request", detail);
            case UNKNOWN_TYPE, MESSAGE_EMPTY, MESSAGE_TOO_LONG, UNSUPPORTED_MESSAGE_TYPE, BAD_METADATA, UNSUPPORTED ->
                Problem.badRequest(code, detail);
            case FORBIDDEN -> Problem.forbidden(detail);
            case NOT_FOUND -> new Problem(HttpStatus.NOT_FOUND, code, detail);
            case CONFLICT, NOT_LATEST -> Problem.conflict(code, detail);
            case RATE_LIMITED -> {
                var retryAfter = refusal.retryAfter();
                yield Problem.tooManyRequests(detail, retryAfter == null ? SOON : retryAfter);
            }
            case BUSY, NOT_ACCEPTED -> Problem.unavailable(code, detail);
            case INTERNAL -> new Problem(HttpStatus.INTERNAL_SERVER_ERROR, code, detail);
        };
    }
}
