package io.parley.e2e.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test method its {@link Windows}: those of one Chromium for all tests of a run. When the test is over they are
 * closed, and an error in a page that the test did not expect fails it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WithBrowser.Browsers.class)
public @interface WithBrowser {

    final class Browsers implements ParameterResolver, AfterEachCallback {
        private static final ExtensionContext.Namespace NAMESPACE =
                ExtensionContext.Namespace.create(WithBrowser.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == Windows.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            var chromium = test.getRoot()
                    .getStore(NAMESPACE)
                    .computeIfAbsent(Chromium.class, _ -> Chromium.start(), Chromium.class);
            return test.getStore(NAMESPACE).computeIfAbsent(Windows.class, _ -> new Windows(chromium), Windows.class);
        }

        @Override
        public void afterEach(ExtensionContext test) {
            var windows = test.getStore(NAMESPACE).remove(Windows.class, Windows.class);
            if (windows == null) {
                return;
            }
            try (windows) {
                if (test.getExecutionException().isPresent()) {
                    windows.keepPictures("failed-" + test.getRequiredTestClass().getSimpleName() + "-"
                            + test.getRequiredTestMethod().getName());
                    return;
                }
            }
            windows.check();
        }
    }
}
