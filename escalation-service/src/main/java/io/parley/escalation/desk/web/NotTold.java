package io.parley.escalation.desk.web;

import io.parley.escalation.floor.Overtaken;
import io.parley.platform.log.AppendFailed;
import io.parley.platform.problem.Problem;
import java.util.concurrent.TimeoutException;

/** A change that is not known to be in the log: if it was kept it will be told, and asking again finds it. */
public final class NotTold {

    private NotTold() {}

    public static boolean is(Throwable failure) {
        return failure instanceof AppendFailed || failure instanceof TimeoutException || failure instanceof Overtaken;
    }

    public static Problem problem(Throwable failure) {
        return Problem.unavailable("unavailable", "The request is not confirmed yet; please ask again.");
    }
}
