package io.parley.session.revision;

import io.parley.platform.log.AppendFailed;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.Refusal;

/** What a change is refused with. */
final class Refusals {

    private Refusals() {}

    static Refusal noSuchMessage() {
        return new Refusal(ErrorCode.NOT_FOUND, "There is no such message.");
    }

    static Refusal noSuchConversation() {
        return new Refusal(ErrorCode.NOT_FOUND, "There is no such conversation any more.");
    }

    /** Something behind this is away: the same may be tried again. */
    static Refusal of(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal;
        }
        return failure instanceof AppendFailed failed && failed.isBusy()
                ? new Refusal(ErrorCode.BUSY, "Too much is going on at the moment; please try it again.")
                : new Refusal(ErrorCode.NOT_ACCEPTED, "This could not be done; please try it again.");
    }
}
