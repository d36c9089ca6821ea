package io.parley.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why an answer was not given: the {@code code} of the client's {@code error} frame. */
public enum FailureCode {
    NO_API_KEY(false),
    PROVIDER_UNAVAILABLE(true),
    PROVIDER_REJECTED_KEY(false),
    PROVIDER_RATE_LIMITED(true),
    TIMEOUT(true),
    CONTENT_FILTERED(false),
    BUDGET_EXHAUSTED(false),
    HANDED_OVER(false),
    TOO_OLD(true),
    NOT_FOUND(false),
    INTERNAL(true);

    private final boolean retryable;

    FailureCode(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether asking again may help. */
    public boolean isRetryable() {
        return retryable;
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static FailureCode of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
