package io.parley.e2e.browser;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Messages that try to run a script by calling {@code hit}, or to have something fetched, by what they try. */
final class HostileMessages {
    private static final int MOST_AT_ONCE = 12;
    private static final String TRAP = "window.hits = []; window.hit = (what) => window.hits.push(String(what));";

    private static final String HANDLERS = """
            () => {
                const found = [];
                const look = (root) => {
                    for (const element of root.querySelectorAll('*')) {
                        const handlers = element.getAttributeNames().filter((name) => name.startsWith('on'));
                        found.push(...handlers.map((name) => `${element.localName} ${name}`));
                        if (element.shadowRoot) {
                            look(element.shadowRoot);
                        }
                    }
                };
                look(document);
                return found;
            }""";

    private HostileMessages() {}

    static Map<String, String> all() {
        return new Gson()
                .fromJson(read("hostile-messages.json"), new TypeToken<LinkedHashMap<String, String>>() {}.getType());
    }

    /** As many as a visitor may say at once, of every kind. */
    static List<String> toBeSaid() {
        var sayable = all().values().stream()
                .filter(message -> message.codePoints().noneMatch(Character::isISOControl) || message.contains("\n"))
                .filter(message -> message.indexOf('\0') < 0)
                .toList();
        return IntStream.range(0, MOST_AT_ONCE)
                .mapToObj(index -> sayable.get(index * sayable.size() / MOST_AT_ONCE))
                .toList();
    }

    /** The test's script that shows them in every way they can arrive. */
    static String everyWay() {
        return read("hostile-messages.js");
    }

    /** Before anything is loaded: the function that must not be called. */
    static void setTrap(Page page) {
        page.addInitScript(TRAP);
    }

    static List<String> hits(Page page) {
        return ((List<?>) page.evaluate("() => window.hits"))
                .stream().map(String::valueOf).toList();
    }

    /** Attributes with scripts, of any element on the page; there is never one. */
    static List<String> handlers(Page page) {
        return ((List<?>) page.evaluate(HANDLERS)).stream().map(String::valueOf).toList();
    }

    private static String read(String resource) {
        try (var stream = HostileMessages.class.getResourceAsStream("/" + resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
