package io.parley.platform.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** The JSON of a problem under {@code /v1}, where clients read OpenAI's errors: the gateway's own look the same. */
record OpenAiError(Body error) {

    /** @param param the request's field at fault; written also where there is none */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Body(String message, String type, @Nullable String param, String code) {}

    static OpenAiError of(Problem problem) {
        var error =
                switch (problem.status()) {
                    case UNAUTHORIZED -> error(problem, "invalid_request_error", "invalid_api_key");
                    case TOO_MANY_REQUESTS -> error(problem, "requests", "rate_limit_exceeded");
                    default ->
                        error(
                                problem,
                                problem.status().is5xxServerError() ? "server_error" : "invalid_request_error",
                                problem.code());
                };
        return new OpenAiError(error);
    }

    private static Body error(Problem problem, String type, String code) {
        return new Body(problem.detail(), type, null, code);
    }
}
