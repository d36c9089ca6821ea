package io.parley.session.frame;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The codes of error frames that this service gives by itself; failed answers bring their own. */
public enum ErrorCode {
    BAD_FRAME(false),
    UNKNOWN_TYPE(false),
    MESSAGE_EMPTY(false),
    MESSAGE_TOO_LONG(false),
    UNSUPPORTED_MESSAGE_TYPE(false),
    BAD_METADATA(false),
    UNSUPPORTED(false),
    RATE_LIMITED(true),
    NOT_FOUND(false),
    FORBIDDEN(false),
    CONFLICT(false),
    BUSY(true),
    NOT_LATEST(false),
    NOT_ACCEPTED(true),
    INTERNAL(true);

    private final boolean retryable;

    ErrorCode(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether sending the same again later may succeed. */
    public boolean isRetryable() {
        return retryable;
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
