package io.parley.testkit;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Passes over the integration tests of a run whose servers are not there, and says so once: they do not count as run.
 * Found by JUnit itself, in every module that has the test kit.
 */
public final class BackendsCondition implements ExecutionCondition {

    private static final class Missing {
        static final String WHAT = look();

        private static String look() {
            var missing = BackendServers.missing();
            if (!missing.isEmpty()) {
                System.out.println(
                        "[parley] integration tests were not run against " + BackendServers.KIND + ": " + missing);
            }
            return missing;
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean needsServers = context.getTestClass()
                .map(Class::getSimpleName)
                .filter(name -> name.endsWith("IT"))
                .isPresent();
        return needsServers && !Missing.WHAT.isEmpty()
                ? ConditionEvaluationResult.disabled(Missing.WHAT)
                : ConditionEvaluationResult.enabled("the servers are there");
    }
}
