package io.parley.e2e.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What axe-core finds wrong with a page as it is now, shadow roots and all, by WCAG 2.2 AA. */
public final class Accessibility {
    private static final String AXE = read("/axe.min.js");
    private static final String RUN = """
            async () => {
                // What is still fading in has no contrast yet.
                const roots = [document, ...[...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])];
                const passing = roots.flatMap((root) => root.getAnimations())
                    .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity);
                await Promise.allSettled(passing.map(({ finished }) => finished));
                const rules = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
                const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
                return violations.flatMap(({ id, help, nodes }) =>
                    nodes.map((node) => `${id}: ${help}: ${JSON.stringify(node.target)} ${node.html.slice(0, 160)} ${node.failureSummary}`));
            }""";

    private Accessibility() {}

    /** One line for each element and rule. */
    @SuppressWarnings("unchecked")
    public static List<String> violations(Page page) {
        if (!(boolean) page.evaluate("() => 'axe' in window")) {
            page.evaluate(AXE);
        }
        return (List<String>) page.evaluate(RUN);
    }

    private static String read(String resource) {
        try (var stream = Accessibility.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("axe-core is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
