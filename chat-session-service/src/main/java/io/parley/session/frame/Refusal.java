package io.parley.session.frame;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for is not done, and the client is told why: an {@code error} frame on a socket, a problem over
 * HTTP. The socket stays.
 */
public final class Refusal extends RuntimeException {

    private final ErrorCode code;
    private final String detail;
    private final @Nullable Duration retryAfter;

    public Refusal(ErrorCode code, String detail) {
        this(code, detail, null);
    }

    public Refusal(ErrorCode code, String detail, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.code = code;
        this.detail = detail;
        this.retryAfter = retryAfter;
    }

    public ErrorCode code() {
        return code;
    }

    public String detail() {
        return detail;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
