package io.parley.completion.answering;

import io.parley.events.MessageId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An answer that was asked for and has no end yet.
 *
 * @param superseded whether a newer question came that ends it, as its owner's stop would
 * @param personCalledAt when the log got the call for a person to answer in its place; null where there is none
 */
public record Pending(
        MessageId answer, boolean superseded, @Nullable Instant personCalledAt) {

    public static Pending asked(MessageId answer) {
        return new Pending(answer, false, null);
    }

    Pending supersede() {
        return new Pending(answer, true, personCalledAt);
    }

    Pending personCalled(Instant at) {
        return personCalledAt == null ? new Pending(answer, superseded, at) : this;
    }
}
