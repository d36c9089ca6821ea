package io.parley.escalation.desk.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.parley.platform.problem.ProblemBody;
import org.jspecify.annotations.Nullable;

/**
 * A problem with the escalation as it is beside it.
 *
 * @param escalation absent where the conversation has none
 */
record RefusedMoveBody(
        @JsonUnwrapped ProblemBody problem, @Nullable EscalationBody escalation) {}
