package io.parley.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test's constructor the suite it asks for: started when the first asks, shared, closed when all are through. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WithSuite.Suites.class)
public @interface WithSuite {

    final class Suites implements ParameterResolver {
        private static final ExtensionContext.Namespace SUITES = ExtensionContext.Namespace.create(WithSuite.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            var type = parameter.getParameter().getType();
            return type == RunningSuite.class || type == ScriptedSuite.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            var type = parameter.getParameter().getType();
            return test.getRoot().getStore(SUITES).computeIfAbsent(type, Suites::start);
        }

        private static AutoCloseable start(Class<?> type) {
            return type == RunningSuite.class ? RunningSuite.start("suite", Map.of()) : ScriptedSuite.start();
        }
    }
}
