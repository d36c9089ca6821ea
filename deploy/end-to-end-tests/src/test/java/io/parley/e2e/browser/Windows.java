package io.parley.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotAnimations;
import io.parley.e2e.Installation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The windows of one test, each of a person of its own: no storage is shared. Watches for errors in all of them. */
public final class Windows implements AutoCloseable {
    private static final int LIMIT_MILLIS = 30_000;

    private final Chromium chromium;
    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final List<Pattern> expected = new ArrayList<>();

    Windows(Chromium chromium) {
        this.chromium = chromium;
    }

    /** A page in a window of its own, still empty. */
    public Page open(Look look) {
        return open(look.options());
    }

    /** As {@link #open(Look)}, with anything else that Playwright can change. */
    public Page open(Browser.NewContextOptions options) {
        var context = chromium.browser().newContext(options);
        contexts.add(context);
        context.setDefaultTimeout(LIMIT_MILLIS);
        context.onWebError(error -> errors.add("uncaught: " + error.error()));
        context.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add("console: " + message.text() + " (" + message.location() + ")");
            }
        });
        return context.newPage();
    }

    /** A page of this address in a light window on a desk. */
    public Page open(String address) {
        return open(address, Look.desktop());
    }

    public Page open(String address, Look look) {
        var page = open(look);
        page.navigate(address);
        return page;
    }

    /** Errors in which this occurs belong to the test. */
    public Windows expecting(String part) {
        expected.add(Pattern.compile(part));
        return this;
    }

    /** Errors so far that the test does not expect. */
    public List<String> errors() {
        return errors.stream()
                .filter(error -> expected.stream()
                        .noneMatch(pattern -> pattern.matcher(error).find()))
                .toList();
    }

    /** Kept as {@code target/screenshots/<name>.png}. */
    public static Path picture(Page page, String name) {
        var file = Installation.target("screenshots/" + name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setAnimations(ScreenshotAnimations.DISABLED));
        return file;
    }

    void keepPictures(String name) {
        int number = 0;
        for (var context : contexts) {
            for (var page : context.pages()) {
                picture(page, name + "-" + ++number);
            }
        }
    }

    @Override
    public void close() {
        contexts.forEach(BrowserContext::close);
    }

    void check() {
        assertThat(errors()).as("errors in the pages").isEmpty();
    }
}
