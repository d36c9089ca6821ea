package io.parley.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import io.parley.e2e.ScriptedSuite;
import io.parley.e2e.WithSuite;
import io.parley.testkit.ModelReply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a visitor sees when something breaks in the middle of it: in the end everything, once. */
@WithSuite
@WithBrowser
class WidgetFaultsBrowserIT {
    private static final Duration CUT = Duration.ofSeconds(10);
    private static final Duration RESTARTED = Duration.ofMinutes(2);
    private static final String NETWORK = "ERR_|WebSocket connection to|Failed to load resource";

    private final ScriptedSuite suite;
    private final String gateway;
    private final Shop shop;
    private final Line line;

    WidgetFaultsBrowserIT(ScriptedSuite suite) {
        this.suite = suite;
        this.gateway = suite.suite().url();
        this.shop = Shop.with(gateway);
        this.line = Line.to(gateway);
    }

    @AfterEach
    void closeShop() {
        shop.close();
        line.close();
    }

    @Test
    void bridgesTenSecondsWithoutNetwork(Windows windows) {
        windows.expecting(NETWORK);
        suite.model().whenAsked("while the line is cut", words(160));
        var widget = Widget.opened(windows.open(byLine())).says("Talk while the line is cut");
        assertThat(widget.answer("word9 ")).isVisible();

        line.cut();
        widget.isIn("offline");
        widget.says("Said without a network");
        assertThat(Accessibility.violations(widget.page())).isEmpty();
        Windows.picture(widget.page(), "widget-offline");
        widget.page().waitForTimeout(CUT.toMillis());
        line.mend();

        widget.isIn("online").wasReceived("Said without a network");
        isWhole(widget, "Talk while the line is cut", 160);
        assertThat(widget.own("Said without a network")).hasCount(1);
    }

    @Test
    void goesOnAfterAReload(Windows windows) {
        suite.model().whenAsked("across a reload", words(50));
        var widget = Widget.opened(windows.open(shop.page())).says("Talk across a reload");
        assertThat(widget.answer("word9 ")).isVisible();

        widget.page().reload();
        widget.opens().isIn("online");

        assertThat(widget.button("Stop the answer")).isVisible();
        isWhole(widget, "Talk across a reload", 50);
    }

    @Test
    void bridgesARestartOfTheGateway(Windows windows) {
        windows.expecting(NETWORK);
        suite.model().whenAsked("while the gateway restarts", words(70));
        var widget = Widget.opened(windows.open(shop.page("new ChatWidget({ reconnectInterval: 400 });")))
                .says("Talk while the gateway restarts");
        assertThat(widget.answer("word9 ")).isVisible();

        suite.suite().process("gateway").destroyForcibly();

        widget.isIn("offline");
        assertThat(widget.panel().locator(".header"))
                .hasAttribute(
                        "data-state",
                        "online",
                        new LocatorAssertions.HasAttributeOptions().setTimeout(RESTARTED.toMillis()));
        isWhole(widget, "Talk while the gateway restarts", 70);
    }

    /** What was said without a network outlives the page. */
    @Test
    void keepsWhatWasSaidOverAReload(Windows windows) {
        windows.expecting(NETWORK);
        suite.model().whenAsked("kept", ModelReply.says("It was."));
        var address = byLine();
        var widget = Widget.opened(windows.open(address));
        line.cut();
        widget.isIn("offline").says("Is this kept?");
        assertThat(widget.own("Is this kept?").locator(".mark.queued")).isVisible();

        widget.page().reload();
        widget.opens();
        assertThat(widget.own("Is this kept?").locator(".mark.queued")).isVisible();
        line.mend();

        widget.isIn("online").wasReceived("Is this kept?");
        assertThat(widget.answer("It was.")).isVisible();
        assertThat(widget.own("Is this kept?")).hasCount(1);
        saidOnce(widget, "Is this kept?");
        assertThat(
                        widget.page()
                                .evaluate(
                                        "() => Object.keys(localStorage).filter((key) => key.startsWith('parley.outbox')).length"))
                .isEqualTo(0);
    }

    /** Before there is a conversation, and before the visitor is anybody. */
    @Test
    void keepsTheFirstWordsOverAReload(Windows windows) {
        windows.expecting(NETWORK);
        suite.model().whenAsked("first words", ModelReply.says("They are here."));
        line.cut();
        var widget = Widget.on(windows.open(byLine())).opens().isIn("offline").says("My first words");

        widget.page().reload();
        widget.opens();
        assertThat(widget.own("My first words").locator(".mark.queued")).isVisible();
        line.mend();

        widget.isIn("online").wasReceived("My first words");
        assertThat(widget.answer("They are here.")).isVisible();
        assertThat(widget.own("My first words")).hasCount(1);
        saidOnce(widget, "My first words");
    }

    /** The suite has it, and the browser never heard so. */
    @Test
    void saysOnceWhatWasAcknowledgedInVain(Windows windows) {
        windows.expecting(NETWORK);
        suite.model().whenAsked("twice", ModelReply.says("No."));
        var page = windows.open(Look.desktop());
        var isLost = new AtomicBoolean();
        page.routeWebSocket(Pattern.compile(".*/ws/chat/.*"), browser -> {
            var server = browser.connectToServer();
            server.onMessage(frame -> {
                if (frame.text().contains("message_received") && isLost.compareAndSet(false, true)) {
                    browser.close();
                    server.close();
                } else {
                    browser.send(frame.text());
                }
            });
        });
        page.navigate(shop.page("new ChatWidget({ reconnectInterval: 200 });"));
        var widget = Widget.opened(page).says("Is this said twice?");

        assertThat(widget.answer("No.")).isVisible();
        widget.wasReceived("Is this said twice?");
        assertThat(widget.own("Is this said twice?")).hasCount(1);
        saidOnce(widget, "Is this said twice?");
        assertThat(isLost).isTrue();
    }

    /** The shop's page with the gateway behind a line that can be cut. */
    private String byLine() {
        return shop.page("new ChatWidget({ backendUrl: '%s', reconnectInterval: 400 });".formatted(line.url()));
    }

    private static ModelReply words(int count) {
        return ModelReply.saysWords(count).every(Duration.ofMillis(90));
    }

    private void isWhole(Widget widget, String question, int count) {
        var whole = IntStream.range(0, count).mapToObj(n -> "word" + n).collect(Collectors.joining(" "));
        assertThat(widget.answer("word" + (count - 1)))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));
        assertThat(widget.answer("word0 ").locator(".said")).hasText(whole);
        assertThat(widget.answer("word0 ")).hasCount(1);
        assertThat(widget.own(question)).hasCount(1);
        saidOnce(widget, question);
    }

    private void saidOnce(Widget widget, String question) {
        var history =
                widget.visitor(gateway).history(widget.conversation(gateway)).json();
        assertThat(history.path("messages")
                        .valueStream()
                        .map(message -> message.path("content").asString()))
                .containsOnlyOnce(question);
    }
}
