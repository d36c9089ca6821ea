package io.parley.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.parley.e2e.ScriptedSuite;
import io.parley.e2e.WithSuite;
import io.parley.testkit.ModelReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to put the widget on a page, and what it does to the page. */
@WithSuite
@WithBrowser
class WidgetEmbeddingBrowserIT {
    private final ScriptedSuite suite;
    private final String gateway;
    private final Shop shop;

    WidgetEmbeddingBrowserIT(ScriptedSuite suite) {
        this.suite = suite;
        this.gateway = suite.suite().url();
        this.shop = Shop.with(gateway);
    }

    @AfterEach
    void closeShop() {
        shop.close();
    }

    @Test
    void storesNothingAndAsksForNothingBeforeTheFirstOpening(Windows windows) {
        var page = windows.open(Look.desktop());
        var asked = new ArrayList<String>();
        page.onRequest(request -> asked.add(request.url()));
        var address = shop.page();
        page.navigate(address);
        var widget = Widget.on(page);
        assertThat(widget.bubble()).isVisible();
        page.waitForLoadState();

        assertThat(asked).containsExactlyInAnyOrder(address, gateway + "/static/chat-widget.js");
        assertThat(stored(page)).isEmpty();
        assertThat(page.context().cookies()).isEmpty();

        widget.opens().isIn("online").says("Hello");
        widget.wasReceived("Hello");

        assertThat(stored(page)).isNotEmpty().allMatch(key -> key.startsWith("parley."));
        assertThat(page.context().cookies()).isEmpty();
    }

    /** Document 002, "Direct HTML Include" and "Basic Integration". */
    @ParameterizedTest
    @ValueSource(strings = {"/static/chat-widget.html", "/static/chat-widget.js"})
    void comesByOneScriptTag(String path, Windows windows) {
        var page = windows.open(shop.pageWith("<script src=\"%s%s\"></script>".formatted(gateway, path)));

        assertThat(page.evaluate("() => typeof ChatWidget + ' ' + (chatWidget instanceof ChatWidget)"))
                .isEqualTo("function true");
        Widget.opened(page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"async", "defer", "type=module"})
    void comesHoweverTheTagIsLoaded(String how, Windows windows) {
        var page = windows.open(shop.pageWith("<script %s src=\"%s/static/chat-widget.js\"></script>"
                .formatted(how.startsWith("type") ? "async defer" : how, gateway)));

        Widget.opened(page);
        assertThat(Widget.on(page).element()).hasCount(1);
    }

    /** Document 002, "Advanced Customization". */
    @Test
    void takesOptionsAndIsNeverThereTwice(Windows windows) {
        var page = windows.open(
                shop.pageWith(shop.loader(), shop.loader(), shop.own("""
                const first = new ChatWidget();
                const chatWidget1 = new ChatWidget({
                    backendUrl: '%s',
                    theme: 'dark',
                    position: 'bottom-left',
                    autoOpen: false,
                });
                """.formatted(gateway.replace("http", "ws")))));
        var widget = Widget.on(page);

        assertThat(widget.element()).hasCount(1);
        assertThat(widget.bubble()).hasCount(1);
        assertThat(widget.panel()).hasCount(0);
        widget.opens().isIn("online");
        assertThat(widget.bubble().boundingBox().x).isLessThan(100);
        assertThat(widget.panel().boundingBox().x).isLessThan(100);
        assertThat(widget.panel().evaluate("panel => getComputedStyle(panel).colorScheme"))
                .isEqualTo("dark");
    }

    @Test
    void opensByItselfWhereItIsAskedTo(Windows windows) {
        var page = windows.open(shop.page("new ChatWidget({ autoOpen: true });"));

        assertThat(Widget.on(page).panel()).isVisible();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ theme: 'pink' }                          | theme",
                "{ position: 'top' }                        | position",
                "{ backendUrl: 'ftp://somewhere' }          | backendUrl",
                "{ backendUrl: 'https://somewhere/path' }   | backendUrl",
                "{ autoOpen: 'yes' }                        | autoOpen",
                "{ chatbotId: '../x' }                      | chatbotId",
                "{ getToken: 'token' }                      | getToken",
                "{ locale: '!' }                            | locale",
                "{ reconnectInterval: -1 }                  | reconnectInterval",
                "['dark']                                   | options",
            })
    void saysWhichOptionIsWrong(String options, String named, Windows windows) {
        var page = windows.open(shop.page());

        var thrown = page.evaluate(
                "() => { try { new ChatWidget(%s); return 'nothing'; } catch (wrong) { return `${wrong.name}: ${wrong.message}`; } }"
                        .formatted(options));

        assertThat(String.valueOf(thrown)).startsWith("TypeError: ").contains(named);
        assertThat(Widget.on(page).element()).hasCount(1);
    }

    /** A page that is newer than its suite goes on working. */
    @Test
    void passesOverOptionsItDoesNotKnow(Windows windows) {
        var page = windows.open(Look.desktop());
        var warned = new ArrayList<String>();
        page.onConsoleMessage(message -> warned.add(message.type() + " " + message.text()));
        page.navigate(shop.page("new ChatWidget({ colour: 'red', CHAT_BACKEND_URL: '%s' });".formatted(gateway)));

        Widget.opened(page);
        assertThat(warned).singleElement().asString().startsWith("warning").contains("colour");
    }

    @Test
    void knowsUsersByTokensOfThePagesOwn(Windows windows) {
        var ann = suite.visitor();
        suite.model().whenAsked("know me", ModelReply.says("I do."));
        var page = windows.open(shop.page("new ChatWidget({ getToken: async () => '%s' });".formatted(ann.token())));

        var widget = Widget.opened(page).says("Do you know me?");

        assertThat(widget.answer("I do.")).isVisible();
        assertThat(stored(page)).noneMatch(key -> key.equals("parley.guest"));
        var history = ann.history(ann.session("leta").conversationId()).json();
        assertThat(history.at("/messages/0/sender_id").asString()).isEqualTo(ann.userId());
    }

    /** Calls go out side by side: one fresh token is enough for all that were refused. */
    @Test
    void asksForAnotherTokenWhenOneIsRefused(Windows windows) {
        windows.expecting("401");
        var token = suite.visitor().token();
        var refused = token.substring(0, token.length() - 8) + "AAAAAAAA";

        var widget = Widget.on(windows.open(
                        shop.page("let asked = 0; new ChatWidget({ getToken: async () => asked++ ? '%s' : '%s' });"
                                .formatted(token, refused))))
                .opens()
                .isIn("online");

        assertThat(widget.banner()).isHidden();
    }

    @Test
    void isShutOutOfPagesThatTheSuiteDoesNotKnow(Windows windows) {
        windows.expecting("CORS policy|ERR_FAILED");
        try (var stranger = Website.of(
                "shop.localhost",
                "<!doctype html><html lang=en><title>Stranger</title><link rel=icon href=data:,><h1>Stranger</h1>"
                        + shop.loader(),
                Map.of())) {
            var widget = Widget.on(windows.open(stranger.url())).opens();

            widget.isIn("offline");
            assertThat(widget.page().evaluate("() => chatWidget.isConnected")).isEqualTo(false);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"react", "vue"})
    void isAComponentOfFrameworks(String framework, Windows windows) {
        suite.model().whenAsked("component", ModelReply.says("You are one."));
        var page = windows.open(gateway + "/static/examples/" + framework + ".html");
        var widget = Widget.on(page);
        assertThat(widget.element()).hasCount(1);
        Windows.picture(page, "example-" + framework);
        assertThat(Accessibility.violations(page)).isEmpty();
        widget.opens().isIn("online").says("Am I a component?");
        assertThat(widget.answer("You are one.")).isVisible();
        assertThat(page.locator("#told")).containsText("assistant says “You are one.”");

        page.getByLabel("theme").selectOption("dark");

        assertThat(widget.panel()).isVisible();
        assertThat(widget.element()).hasCount(1);
        assertThat(widget.element()).hasAttribute("theme", "dark");
        assertThat(widget.answer("You are one.")).isVisible();
        assertThat(page.locator("#told li", new Page.LocatorOptions().setHasText(Pattern.compile("^(onOpen|open)$"))))
                .hasCount(1);

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Unmount"))
                .click();
        assertThat(widget.element()).hasCount(0);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Mount"))
                .click();
        assertThat(widget.element()).hasCount(1);
        assertThat(widget.panel()).hasCount(0);
    }

    /** {@code widget/react.js} as a bundler would resolve it: the host's import map says what 'react' is. */
    @Test
    void isADefaultExportForBundlers(Windows windows) {
        var imports =
                "{\"imports\":{\"react\":\"%1$s/static/vendor/react/react.js\",\"vue\":\"%1$s/static/vendor/vue/vue.js\"}}"
                        .formatted(gateway);
        var html = "<!doctype html><html lang=en><title>App</title><link rel=icon href=data:,><script type=importmap>"
                + imports + "</script><div id=app></div>";
        try (var app = Website.of("localhost", html, Map.of())) {
            var page = windows.open(app.url());
            page.evaluate("""
                    async (suite) => {
                        const { createElement, createRoot } = await import('react');
                        const { default: ChatWidget } = await import(`${suite}/static/widget/react.js`);
                        createRoot(document.getElementById('app')).render(createElement(ChatWidget, { backendUrl: suite, position: 'bottom-left' }));
                    }""", gateway);
            var widget = Widget.opened(page);
            assertThat(widget.element()).hasAttribute("position", "bottom-left");

            page.reload();
            page.evaluate("""
                    async (suite) => {
                        const { createApp, h } = await import('vue');
                        const { default: ChatWidget } = await import(`${suite}/static/widget/vue.js`);
                        createApp({ render: () => h(ChatWidget, { backendUrl: suite, theme: 'dark' }) }).mount('#app');
                    }""", gateway);
            Widget.opened(page);
            assertThat(widget.element()).hasAttribute("theme", "dark");
        }
    }

    @Test
    void isAPageOfItsOwn(Windows windows) {
        var wide = Widget.on(windows.open(gateway + "/static/chat-widget.html?theme=dark&locale=de"))
                .isIn("online");

        assertThat(wide.bubble()).isHidden();
        assertThat(wide.panel().boundingBox().height).isEqualTo(Look.desktop().height());
        assertThat(wide.field()).hasAttribute("placeholder", Pattern.compile("Nachricht"));
        wide.page().keyboard().press("Escape");
        assertThat(wide.panel()).isVisible();
        Windows.picture(wide.page(), "widget-page");
        assertThat(Accessibility.violations(wide.page())).isEmpty();

        windows.expecting("theme must be");
        var wrong = windows.open(gateway + "/static/chat-widget.html?theme=pink");
        assertThat(wrong.locator("body")).containsText("theme must be");
    }

    @Test
    void livesInAFrameOfAnotherPage(Windows windows) {
        var html = "<!doctype html><html lang=en><title>Host</title><link rel=icon href=data:,><h1>Host</h1>"
                + "<iframe title=Chat width=380 height=600 src=\"" + gateway + "/static/chat-widget.html\"></iframe>";
        try (var host = Website.of("localhost", html, Map.of())) {
            var page = windows.open(host.url());
            var frame = page.frameLocator("iframe");

            assertThat(frame.locator("parley-chat .header")).hasAttribute("data-state", "online");
            assertThat(frame.locator("parley-chat .composer textarea")).isVisible();
        }
    }

    /** Of both storages, by their keys. */
    @SuppressWarnings("unchecked")
    private static List<String> stored(Page page) {
        return (List<String>) page.evaluate("() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]");
    }
}
