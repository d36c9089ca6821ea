package io.parley.platform.problem;

import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpStatus;

/**
 * A failure with a meaning for the client, thrown at a service's border and written by {@link ProblemHandler} as an
 * RFC 9457 problem that seed 004's front end can read too.
 */
public class Problem extends RuntimeException {

    private final HttpStatus status;
    private final String code;
    private final String detail;
    private final Map<String, String> headers;

    /** @param detail for people; holds no secret and nobody's words */
    public Problem(HttpStatus status, String code, String detail) {
        this(status, code, detail, Map.of());
    }

    private Problem(HttpStatus status, String code, String detail, Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.detail = detail;
        this.headers = headers;
    }

    public static Problem badRequest(String code, String detail) {
        return new Problem(HttpStatus.BAD_REQUEST, code, detail);
    }

    public static Problem unauthorized() {
        return new Problem(
                HttpStatus.UNAUTHORIZED,
                "unauthorized",
                "A valid bearer token is needed.",
                Map.of("WWW-Authenticate", "Bearer"));
    }

    public static Problem forbidden(String detail) {
        return new Problem(HttpStatus.FORBIDDEN, "forbidden", detail);
    }

    /** The same words for what does not exist and for what is somebody else's. */
    public static Problem notFound(String what) {
        return new Problem(HttpStatus.NOT_FOUND, "not_found", "There is no such " + what + ".");
    }

    public static Problem conflict(String code, String detail) {
        return new Problem(HttpStatus.CONFLICT, code, detail);
    }

    /** What the request says must hold does not. */
    public static Problem preconditionFailed(String detail) {
        return new Problem(HttpStatus.PRECONDITION_FAILED, "precondition_failed", detail);
    }

    /** Whole seconds are told, rounded up and at least one. */
    public static Problem tooManyRequests(String detail, Duration retryAfter) {
        return new Problem(
                HttpStatus.TOO_MANY_REQUESTS, "rate_limited", detail, Map.of("Retry-After", seconds(retryAfter)));
    }

    /** Something behind this service is not there at the moment; asking again in a second or so is right. */
    public static Problem unavailable(String code, String detail) {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE, code, detail, Map.of("Retry-After", "1"));
    }

    /** The view has not read what was acknowledged before this read began. */
    public static Problem viewBehind() {
        return unavailable("view_behind", "This service is still catching up; please ask again in a moment.");
    }

    public HttpStatus status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String detail() {
        return detail;
    }

    public Map<String, String> headers() {
        return headers;
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, (duration.toMillis() + 999) / 1000));
    }
}
