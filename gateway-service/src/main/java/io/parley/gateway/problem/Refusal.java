package io.parley.gateway.problem;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request that is not served, and why. Carries no stack trace: refusing is everyday work and must stay cheap. */
public final class Refusal extends RuntimeException {

    private final Problem problem;
    private final String detail;
    private final @Nullable Duration retryAfter;

    Refusal(Problem problem, String detail) {
        this(problem, detail, null);
    }

    private Refusal(Problem problem, String detail, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.problem = problem;
        this.detail = detail;
        this.retryAfter = retryAfter;
    }

    public Refusal retryAfter(Duration wait) {
        return new Refusal(problem, detail, wait);
    }

    public Problem problem() {
        return problem;
    }

    public String detail() {
        return detail;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
