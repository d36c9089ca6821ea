package io.parley.escalation.desk.web;

import io.parley.platform.identity.Caller;
import io.parley.platform.problem.Problem;

/** Who may come to the desk. */
public final class DeskAccess {

    private DeskAccess() {}

    /** Admins are agents, too. */
    public static void require(Caller caller) {
        if (!caller.isAgent()) {
            throw Problem.forbidden("Only agents come to the desk.");
        }
    }
}
