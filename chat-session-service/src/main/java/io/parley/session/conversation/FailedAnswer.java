package io.parley.session.conversation;

import io.parley.events.AnswerFailed;
import io.parley.events.FailureCode;
import io.parley.events.Payer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the first answer to a message failed, kept with the message so that a repeat of it is told the same.
 *
 * @param payer whose key it would have been paid with
 * @param isVoid whether the message is taken for never said, because in an assistant's room there was no key for it
 */
public record FailedAnswer(FailureCode code, @Nullable Payer payer, Instant at, boolean isVoid) {

    public static FailedAnswer of(AnswerFailed failed, Instant at, boolean inRoom) {
        return new FailedAnswer(failed.code(), failed.payer(), at, inRoom && failed.voidsQuestion());
    }
}
