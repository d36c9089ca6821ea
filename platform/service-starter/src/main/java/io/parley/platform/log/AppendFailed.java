package io.parley.platform.log;

/**
 * A fact was not acknowledged by the log. It may be there all the same: whoever tries again does so under the same
 * message id.
 */
public class AppendFailed extends RuntimeException {

    private final boolean busy;

    AppendFailed(String message, boolean busy, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause, false, false);
        this.busy = busy;
    }

    /** Whether it was refused before anything was sent, because too much is waiting already. */
    public boolean isBusy() {
        return busy;
    }
}
