package io.parley.escalation.desk.web;

import io.parley.platform.log.AppendFailed;
import io.parley.platform.problem.Problem;
import java.util.concurrent.TimeoutException;

/** A change that is kept and not known to be in the log: it will be told, and asking again finds it. */
public final class NotTold {

    private NotTold() {}

    public static boolean is(Throwable failure) {
        return failure instanceof AppendFailed || failure instanceof TimeoutException;
    }

    public static Problem problem(Throwable failure) {
        return Problem.unavailable("unavailable", "The request is not confirmed yet; please ask again.");
    }
}
