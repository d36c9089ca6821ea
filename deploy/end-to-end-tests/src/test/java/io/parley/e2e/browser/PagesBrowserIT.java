package io.parley.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import io.parley.e2e.RunningSuite;
import io.parley.e2e.WithSuite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway's own pages as a browser gets them. That none of them logs an error is seen by {@link Windows}. */
@WithSuite
@WithBrowser
class PagesBrowserIT {
    private static final String INDEX = "/static/index.html";

    private final RunningSuite suite;

    PagesBrowserIT(RunningSuite suite) {
        this.suite = suite;
    }

    @Test
    void beginWithOneThatLeadsToTheOthers(Windows windows) {
        var page = windows.open(suite.url() + INDEX);

        assertThat(page.title()).isEqualTo("Parley");
        Windows.picture(page, "index-light");
        assertThat(Accessibility.violations(page)).isEmpty();

        var dark = windows.open(suite.url() + INDEX, Look.phone().dark());

        Windows.picture(dark, "index-phone-dark");
        assertThat(Accessibility.violations(dark)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static/index.html",
                "/static/demo.html",
                "/static/chat-widget.html",
                "/static/examples/react.html",
                "/static/examples/vue.html",
                "/desk/"
            })
    void comeWholeAndWithTheirRules(String path, Windows windows) {
        var page = windows.open(Look.desktop());
        var answer = page.navigate(suite.url() + path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headerValue("content-type")).isEqualTo("text/html;charset=utf-8");
        assertThat(answer.headerValue("content-encoding")).isEqualTo("gzip");
        assertThat(answer.headerValue("cache-control")).isEqualTo("no-cache");
        assertThat(answer.headerValue("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.headerValue("content-security-policy"))
                .contains("default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'")
                .doesNotContain("unsafe");
    }

    @Test
    void runNoScriptButTheirOwn(Windows windows) {
        windows.expecting("violates the |requires 'Trusted(HTML|Script|ScriptURL)'");
        var page = windows.open(suite.url() + INDEX);

        var seen = strings(page.evaluate("""
                async () => {
                    const seen = new Set();
                    document.addEventListener('securitypolicyviolation', (event) => seen.add(event.effectiveDirective));
                    const attempts = {
                        markup: () => document.body.append(document.createElement('p').innerHTML = '<img src=x onerror=ran()>'),
                        script: () => (document.createElement('script').text = 'ran()'),
                        address: () => (document.createElement('script').src = 'https://elsewhere.example/'),
                        handler: () => new Image().setAttribute('onerror', 'ran()'),
                    };
                    for (const [name, attempt] of Object.entries(attempts)) {
                        try {
                            attempt();
                            seen.add(`${name} was let through`);
                        } catch (refused) {
                            seen.add(refused.name);
                        }
                    }
                    const paragraph = document.createElement('p');
                    paragraph.setAttribute('style', 'color: red');
                    const frame = document.createElement('iframe');
                    frame.src = 'https://elsewhere.example/';
                    document.body.append(paragraph, frame);
                    await fetch('https://elsewhere.example/').catch(() => undefined);
                    await new Promise((resolve) => setTimeout(resolve, 200));
                    return [...seen];
                }"""));

        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "TypeError", "require-trusted-types-for", "style-src-attr", "frame-src", "connect-src");
    }

    /** A page of any origin embeds the widget by its modules; the API still does not let that origin in. */
    @Test
    void areImportedByPagesOfOtherOrigins(Windows windows) {
        windows.expecting("CORS policy|ERR_FAILED");
        try (var shop = Website.of(
                "shop.localhost", "<!doctype html><title>Shop</title><link rel=icon href=data:,>", Map.of())) {
            var page = windows.open(shop.url());

            var seen = page.evaluate("""
                    async (suite) => {
                        const marked = await import(`${suite}/static/vendor/marked/marked.esm.js`);
                        const called = await fetch(`${suite}/health`).then(() => 'read', () => 'refused');
                        return [marked.parseInline('**bold**'), called];
                    }""", suite.url());

            assertThat(strings(seen)).containsExactly("<strong>bold</strong>", "refused");
        }
    }

    /** What a page has to pay for the widget before anybody opens it, and then: the files whose sizes a test holds. */
    @Test
    void bringNothingBeforeTheChatIsOpenedAndLittleThen(Windows windows) {
        var html =
                "<!doctype html><html lang=en><title>Shop</title><link rel=icon href=data:,><script src='%s/static/chat-widget.js'></script>"
                        .formatted(suite.url());
        try (var shop = Website.of("localhost", html, Map.of())) {
            var page = windows.open(Look.desktop());
            var asked = new ArrayList<String>();
            page.onRequest(request -> {
                if (request.url().startsWith(suite.url())) {
                    asked.add(request.url().substring(suite.url().length()));
                }
            });
            page.navigate(shop.url());
            page.waitForFunction("() => window.chatWidget");

            assertThat(asked).containsExactly("/static/chat-widget.js");
            assertThat(strings(page.evaluate("() => [document.cookie, localStorage.length, sessionStorage.length]")))
                    .containsExactly("", "0", "0");

            page.evaluate("() => chatWidget.openChat()");
            page.locator("textarea").waitFor();

            assertThat(asked.stream().filter(path -> path.startsWith("/static/")))
                    .containsExactlyInAnyOrder(
                            "/static/chat-widget.js", "/static/widget/bundle.js", "/static/widget/locales/en.js");
            assertThat(page.evaluate("() => document.cookie")).isEqualTo("");
        }
    }

    @Test
    void areFramedByOthersOnlyWhereThatIsMeant(Windows windows) {
        windows.expecting("frame-ancestors");
        var html =
                "<!doctype html><title>Shop</title><link rel=icon href=data:,><iframe name=chat src='%1$s/static/chat-widget.html'></iframe>"
                        + "<iframe src='%1$s/desk/'></iframe>";
        try (var shop = Website.of("localhost", html.formatted(suite.url()), Map.of())) {
            var page = windows.open(Look.desktop());

            page.waitForConsoleMessage(
                    new Page.WaitForConsoleMessageOptions()
                            .setPredicate(message -> message.text().contains("frame-ancestors 'none'")),
                    () -> page.navigate(shop.url()));
            page.frameLocator("[name=chat]").locator("textarea").waitFor();

            assertThat(page.frames().stream().map(Frame::url)).noneMatch(address -> address.contains("/desk/"));
        }
    }

    @Test
    void areCheckedAndNotLoadedAgain(Windows windows) {
        var page = windows.open(suite.url() + INDEX);

        var statuses = page.evaluate("""
                async () => {
                    const fetched = async () => {
                        const began = performance.now();
                        await (await fetch('vendor/marked/LICENSE')).text();
                        return performance.getEntriesByName(new URL('vendor/marked/LICENSE', location.href).href)
                            .findLast((entry) => entry.startTime >= began);
                    };
                    await fetched();
                    const again = await fetched();
                    return [again.responseStatus, again.transferSize < again.encodedBodySize];
                }""");

        assertThat(statuses).isEqualTo(List.of(200, true));
    }

    private static List<String> strings(Object evaluated) {
        return ((List<?>) evaluated).stream().map(String::valueOf).toList();
    }
}
