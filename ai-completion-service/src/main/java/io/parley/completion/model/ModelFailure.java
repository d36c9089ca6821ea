package io.parley.completion.model;

import io.parley.events.FailureCode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model gave no answer, or not a whole one. The message says what was seen at the border, a status for example; it
 * never holds a body, a key or anybody's words.
 */
public final class ModelFailure extends RuntimeException {

    private final FailureCode code;
    private final boolean passing;
    private final boolean ofTheModel;
    private final @Nullable Duration retryAfter;

    private ModelFailure(FailureCode code, boolean passing, @Nullable Duration retryAfter, String seen) {
        this(
                code,
                passing,
                switch (code) {
                    case PROVIDER_UNAVAILABLE, PROVIDER_RATE_LIMITED, TIMEOUT -> true;
                    default -> false;
                },
                retryAfter,
                seen);
    }

    private ModelFailure(
            FailureCode code, boolean passing, boolean ofTheModel, @Nullable Duration retryAfter, String seen) {
        super(seen, null, false, false);
        this.code = code;
        this.passing = passing;
        this.ofTheModel = ofTheModel;
        this.retryAfter = retryAfter;
    }

    public static ModelFailure unavailable(String seen) {
        return new ModelFailure(FailureCode.PROVIDER_UNAVAILABLE, true, null, seen);
    }

    /** Its address is one that nobody may be sent to. */
    public static ModelFailure forbidden() {
        return new ModelFailure(FailureCode.PROVIDER_UNAVAILABLE, false, null, "an address that is not allowed");
    }

    public static ModelFailure timeout(String seen) {
        return new ModelFailure(FailureCode.TIMEOUT, false, null, seen);
    }

    public static ModelFailure contentFiltered() {
        return new ModelFailure(FailureCode.CONTENT_FILTERED, false, null, "the provider's content filter");
    }

    /** Not the provider's doing: it is not asked. */
    public static ModelFailure budgetExhausted() {
        return new ModelFailure(FailureCode.BUDGET_EXHAUSTED, false, null, "the chatbot's budget is used up");
    }

    public static ModelFailure unexpected(String seen) {
        return new ModelFailure(FailureCode.INTERNAL, false, null, seen);
    }

    /** What an HTTP status other than 200 means. */
    public static ModelFailure refused(int status, @Nullable Duration retryAfter) {
        var seen = "HTTP " + status;
        return switch (status) {
            case 401, 403 -> new ModelFailure(FailureCode.PROVIDER_REJECTED_KEY, false, null, seen);
            case 429 -> new ModelFailure(FailureCode.PROVIDER_RATE_LIMITED, true, retryAfter, seen);
            case 408 -> new ModelFailure(FailureCode.PROVIDER_UNAVAILABLE, true, null, seen);
            default ->
                status >= 500
                        ? new ModelFailure(FailureCode.PROVIDER_UNAVAILABLE, true, retryAfter, seen)
                        : status >= 400
                                // The provider understood and says the request is wrong, which asking again does not
                                // change. It may be that it does not have this model.
                                ? new ModelFailure(FailureCode.INTERNAL, false, true, null, seen)
                                : new ModelFailure(FailureCode.PROVIDER_UNAVAILABLE, false, null, seen);
        };
    }

    public FailureCode code() {
        return code;
    }

    /** Whether asking once more may help. */
    public boolean isPassing() {
        return passing;
    }

    /** Whether asking another model of the same provider may help. */
    public boolean isOfTheModel() {
        return ofTheModel;
    }

    /** How long the provider wants to be left alone. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
