package io.parley.platform.problem;

import org.springframework.http.HttpStatus;

/**
 * The JSON of a problem: RFC 9457, and {@code success} and {@code error} for seed 004's front end.
 *
 * @param error the detail again
 */
public record ProblemBody(
        String type, String title, int status, String detail, String code, boolean success, String error) {

    public static ProblemBody of(HttpStatus status, String code, String detail) {
        return new ProblemBody(
                "https://parley.dev/problems/" + code,
                status.getReasonPhrase(),
                status.value(),
                detail,
                code,
                false,
                detail);
    }
}
