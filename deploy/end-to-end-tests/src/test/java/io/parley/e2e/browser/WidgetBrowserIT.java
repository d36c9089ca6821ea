package io.parley.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.parley.e2e.ScriptedSuite;
import io.parley.e2e.WithSuite;
import io.parley.testkit.ModelReply;
import io.parley.testkit.chat.ChatClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A visitor and the assistant in the widget, on the page of a shop with a strict policy. */
@WithSuite
@WithBrowser
class WidgetBrowserIT {
    private static final String MARKDOWN = """
            ## Two lamps

            1. **Lesa** for reading
            2. *Pendel* for the [table](https://shop.example/table)

            | lamp | price |
            |---|---|
            | Lesa | 129 |

            ```js
            light('on');
            ```
            """;

    /** Shorter than the suite's patience between two words of a model. */
    private static final Duration WHILE_LOOKED_AT = Duration.ofMillis(1_500);

    private final ScriptedSuite suite;
    private final String gateway;
    private final Shop shop;

    WidgetBrowserIT(ScriptedSuite suite) {
        this.suite = suite;
        this.gateway = suite.suite().url();
        this.shop = Shop.with(gateway);
    }

    @BeforeEach
    void forgetScripts() {
        suite.model().reset();
    }

    @AfterEach
    void closeShop() {
        shop.close();
    }

    @Test
    void opensByClickAndByKeyboardAndGivesTheFocusBack(Windows windows) {
        var widget = Widget.on(windows.open(shop.page()));

        assertThat(widget.bubble()).hasAttribute("aria-expanded", "false");
        widget.bubble().focus();
        widget.page().keyboard().press("Enter");

        assertThat(widget.panel()).isVisible();
        widget.isIn("online");
        assertThat(widget.bubble()).hasAttribute("aria-expanded", "true");
        assertThat(widget.panel()).hasAccessibleName("Chat with Leta AI");
        assertThat(widget.field()).isFocused();
        assertThat(Accessibility.violations(widget.page())).isEmpty();

        widget.page().keyboard().press("Escape");

        assertThat(widget.panel()).isHidden();
        assertThat(widget.bubble()).isFocused();

        widget.opens().closes();
        assertThat(widget.bubble()).isFocused();
    }

    @Test
    void showsAnAnswerAsMarkdownWhileItIsWritten(Windows windows) {
        int second = MARKDOWN.indexOf("2. ");
        suite.model()
                .whenAsked(
                        "two lamps",
                        ModelReply.says()
                                .waiting(WHILE_LOOKED_AT)
                                .then(pieces(MARKDOWN.substring(0, second)))
                                .waiting(WHILE_LOOKED_AT)
                                .then("\n")
                                .waiting(WHILE_LOOKED_AT)
                                .then(pieces(MARKDOWN.substring(second))));
        var widget = Widget.opened(windows.open(shop.page())).says("Show me two lamps");
        var answer = widget.answers().first();

        assertThat(answer.locator(".dots")).isVisible();
        assertThat(widget.announced()).containsText("Leta AI is thinking …");
        assertThat(answer.locator("h2")).hasText("Two lamps");
        assertThat(answer.locator("strong")).hasText("Lesa");
        assertThat(widget.button("Stop the answer")).isVisible();
        Windows.picture(widget.page(), "widget-streaming");
        assertThat(Accessibility.violations(widget.page())).isEmpty();

        assertThat(answer.locator("tbody td").first()).hasText("Lesa");
        assertThat(answer.locator("pre code")).hasText("light('on');\n");
        assertThat(answer.locator("a")).hasAttribute("href", "https://shop.example/table");
        assertThat(answer.locator("a")).hasAttribute("rel", Pattern.compile("\\bnoopener\\b"));
        assertThat(answer.locator("a")).hasAttribute("target", "_blank");
        assertThat(widget.button("Stop the answer")).isHidden();
        assertThat(widget.announced()).containsText("Two lamps");
        Windows.picture(widget.page(), "widget-answer");
        assertThat(Accessibility.violations(widget.page())).isEmpty();
    }

    @Test
    void runsNothingOfWhatAnAnswerBrings(Windows windows) {
        suite.model()
                .whenAsked(
                        "be hostile",
                        inPieces(
                                "Look: <img src=x onerror=\"ran()\"> <script>ran()</script> [a](javascript:ran()) "
                                        + "<svg onload=ran()></svg> ![p](https://elsewhere.example/p.png) <iframe src=//elsewhere.example></iframe> end"));
        var widget = Widget.opened(windows.open(shop.page()));
        widget.page().evaluate("() => { window.ran = () => { window.hasRun = true; }; }");
        widget.says("Please be hostile");

        assertThat(widget.answer("end")).isVisible();
        assertThat(widget.answers().locator("img, script, iframe, svg:not(.icon), a[href^=javascript]"))
                .hasCount(0);
        assertThat(widget.page().evaluate("() => 'hasRun' in window")).isEqualTo(false);
    }

    @Test
    void citesWhatAnAnswerIsMadeOf(Windows windows) {
        var admin = suite.admin();
        var bot = "shop-" + UUID.randomUUID();
        admin.post("/chatbots", Map.of("id", bot, "name", "Glimm", "retrieval", Map.of("enabled", true)))
                .expecting(201);
        Uploads.document(
                gateway,
                admin,
                bot,
                "returns.md",
                "# Returns\n\nLamps that are sent back within sixty nights cost nothing at all.");
        suite.model().whenAsked("send a lamp back", ModelReply.says("It costs nothing ", "[1]."));
        var widget = Widget.opened(windows.open(shop.page("new ChatWidget({ chatbotId: '%s' });".formatted(bot))));

        widget.says("What does it cost to send a lamp back within sixty nights?");

        var sources = widget.answer("It costs nothing").locator(".sources");
        assertThat(sources.locator("summary").first()).hasText("1 source");
        sources.locator("summary").first().click();
        sources.locator("li summary").click();
        assertThat(sources.locator("cite")).hasText("returns.md");
        assertThat(sources.locator("blockquote")).containsText("sixty nights");
        Windows.picture(widget.page(), "widget-citations");
        assertThat(Accessibility.violations(widget.page())).isEmpty();
    }

    @Test
    void stopsAnAnswerAndKeepsWhatWasWritten(Windows windows) {
        suite.model().whenAsked("a long story", ModelReply.saysWords(400).every(Duration.ofMillis(50)));
        var widget = Widget.opened(windows.open(shop.page())).says("Tell me a long story");

        assertThat(widget.answer("word3 ")).isVisible();
        widget.button("Stop the answer").click();

        assertThat(widget.answer("word3 ").getByText("Stopped")).isVisible();
        assertThat(widget.button("Stop the answer")).isHidden();
        assertThat(widget.answers()).hasCount(1);
    }

    @Test
    void answersAgainInThePlaceOfTheFirstAnswer(Windows windows) {
        suite.model().next(ModelReply.says("The first answer."), ModelReply.says("The second answer."));
        var widget = Widget.opened(windows.open(shop.page())).says("What is it?");

        assertThat(widget.answer("The first answer.")).isVisible();
        widget.does("Answer again", widget.answer("The first answer."));

        assertThat(widget.answer("The second answer.")).isVisible();
        assertThat(widget.answers()).hasCount(1);
    }

    @Test
    void ratesAndCopiesAnAnswer(Windows windows) {
        suite.model().whenAsked("good one", ModelReply.says("A good one."));
        var page = windows.open(shop.page());
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        var widget = Widget.opened(page).says("A good one, please");
        var answer = widget.answer("A good one.");

        widget.does("Good answer", answer);
        assertThat(buttonOf(answer, "Good answer")).hasAttribute("aria-pressed", "true");
        widget.does("Bad answer", answer);
        assertThat(buttonOf(answer, "Bad answer")).hasAttribute("aria-pressed", "true");
        assertThat(buttonOf(answer, "Good answer")).hasAttribute("aria-pressed", "false");
        widget.does("Copy", answer);

        assertThat(widget.announced()).containsText("Copied");
        assertThat(page.evaluate("() => navigator.clipboard.readText()")).isEqualTo("A good one.");
        var kept = widget.visitor(gateway)
                .history(widget.conversation(gateway))
                .json()
                .at("/messages/1/reactions");
        assertThat(kept.toString()).contains("down").doesNotContain("up");
    }

    @Test
    void editsAndDeletesWhatTheVisitorSaid(Windows windows) {
        var widget =
                Widget.opened(windows.open(shop.page())).says("I want a lmap").wasReceived("I want a lmap");

        widget.does("Edit", widget.own("I want a lmap"));
        var editor = widget.panel().getByRole(AriaRole.TEXTBOX, new Locator.GetByRoleOptions().setName("Edit"));
        editor.fill("I want a lamp");
        editor.press("Enter");
        assertThat(widget.own("I want a lamp").getByText("edited")).isVisible();

        widget.does("Delete", widget.own("I want a lamp"));
        assertThat(widget.own("I want a lamp").getByText("Delete this message?"))
                .isVisible();
        widget.button("Keep").click();
        assertThat(widget.own("I want a lamp")).isVisible();
        widget.does("Delete", widget.own("I want a lamp"));
        widget.panel().locator("[data-action=yes]").click();

        assertThat(widget.own("This message was deleted")).isVisible();
        assertThat(widget.panel()).not().containsText("I want a lamp");
    }

    @Test
    void readsOlderPagesWhenTheVisitorScrollsUp(Windows windows) {
        var widget = Widget.opened(windows.open(shop.page()));
        var visitor = widget.visitor(gateway);
        var conversation = widget.conversation(gateway);
        visitor.escalate(conversation, "many words").expecting(201);
        IntStream.range(0, 5)
                .mapToObj(number -> suite.agent("Agent " + number))
                .forEach(agent -> say(agent, conversation, 14));
        widget.page().reload();
        widget.opens().isIn("online");
        assertThat(widget.lines()).hasCount(50);

        widget.panel().locator(".log").evaluate("log => { log.scrollTop = 0; }");

        assertThat(widget.lines()).hasCount(70);
        assertThat(widget.panel().locator(".older")).isHidden();
        var first = (Number) widget.panel().locator(".log").evaluate("log => log.scrollTop");
        assertThat(first.doubleValue())
                .as("the line under the visitor's eyes stays there")
                .isGreaterThan(300);
    }

    @Test
    void tellsThatAMessageIsTooLongOrThatItWasALotAtOnce(Windows windows) {
        suite.model().answers("Hm.");
        var widget = Widget.opened(windows.open(shop.page()));

        widget.field().fill("x".repeat(1004));
        assertThat(widget.panel().locator(".counter")).hasText("4 characters too many");
        widget.field().press("Enter");
        assertThat(widget.lines()).hasCount(0);
        widget.field().fill("");

        widget.page().evaluate("() => { for (let n = 0; n < 24; n++) chatWidget.sendMessage(`number ${n}.`); }");

        assertThat(widget.notice()).hasText("That was a lot at once. Please wait a moment.");
        assertThat(Accessibility.violations(widget.page())).isEmpty();
        widget.wasReceived("number 23.");
        assertThat(widget.own("number")).hasCount(24);
    }

    @Test
    void tellsThatAnAnswerFailedAndTriesAgain(Windows windows) {
        suite.model().next(ModelReply.status(400)).answers("Now it works.");
        var widget = Widget.opened(windows.open(shop.page())).says("Do you work?");
        var failure = widget.panel().locator(".lines > .line.failure");

        assertThat(failure).isVisible();
        Windows.picture(widget.page(), "widget-failure");
        assertThat(Accessibility.violations(widget.page())).isEmpty();
        failure.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Try again"))
                .click();

        assertThat(widget.answer("Now it works.")).isVisible();
        assertThat(failure).hasCount(0);
    }

    @Test
    void saysWhyThereIsNoChat(Windows windows) {
        windows.expecting("status of 40[14]");
        var unknown = Widget.on(windows.open(shop.page("new ChatWidget({ chatbotId: 'nobody' });")))
                .opens();

        unknown.isIn("ended");
        assertThat(unknown.banner()).containsText("That is not there any more.");
        assertThat(Accessibility.violations(unknown.page())).isEmpty();

        var stranger = Widget.on(windows.open(shop.page("new ChatWidget({ getToken: () => 'a.forged.token' });")))
                .opens();

        stranger.isIn("ended");
        assertThat(stranger.banner()).containsText("You are not signed in any more.");
        assertThat(stranger.page().evaluate("() => chatWidget.isConnected")).isEqualTo(false);
    }

    @Test
    void talksByLongPollWhereNoSocketOpens(Windows windows) {
        var page = windows.open(Look.desktop());
        page.routeWebSocket(Pattern.compile(".*/ws/chat/.*"), socket -> socket.close());
        page.navigate(shop.page("new ChatWidget({ reconnectInterval: 200 });"));
        suite.model().whenAsked("without sockets", ModelReply.says("Yes, ", "without sockets."));

        var widget = Widget.on(page).opens().isIn("polling").says("Can you talk without sockets?");

        assertThat(widget.answer("Yes, without sockets.")).isVisible();
        assertThat(widget.own("Can you talk")).hasCount(1);
        assertThat(page.evaluate("() => chatWidget.isConnected")).isEqualTo(true);
        assertThat(Accessibility.violations(page)).isEmpty();
    }

    @Test
    void showsOneConversationInEveryTab(Windows windows) {
        suite.model().whenAsked("both tabs", ModelReply.says("In both."));
        var first = Widget.opened(windows.open(shop.page()));
        var second = first.page().context().newPage();
        second.navigate(shop.page());
        var other = Widget.opened(second);

        first.says("Is this in both tabs?");

        assertThat(other.own("Is this in both tabs?")).isVisible();
        assertThat(other.answer("In both.")).isVisible();
        assertThat(first.answer("In both.")).hasCount(1);
    }

    @Test
    void tellsThePageWhatHappens(Windows windows) {
        suite.model().whenAsked("event", ModelReply.says("One ", "event."));
        var page = windows.open(shop.page("""
                window.told = [];
                window.made = new ChatWidget({ backendUrl: '%s' });
                for (const name of ['message', 'open', 'close', 'connection', 'escalation', 'typing', 'error']) {
                    made.on(name, (detail) => told.push([name, detail]));
                }
                """.formatted(gateway.replace("http", "ws"))));
        assertThat(page.evaluate("() => chatWidget === made && made.isConnected"))
                .isEqualTo(false);
        page.evaluate("() => chatWidget.openChat()");
        var widget = Widget.on(page).isIn("online");
        page.evaluate("() => chatWidget.sendMessage('One event')");
        assertThat(widget.answer("One event.")).isVisible();
        page.evaluate("() => chatWidget.escalateConversation('complex_query')");
        assertThat(widget.banner()).containsText("Waiting for a person");
        page.evaluate("() => chatWidget.closeChat()");

        assertThat(page.evaluate("() => chatWidget.isConnected")).isEqualTo(true);
        var told = (List<?>) page.evaluate("""
                () => told.map(([name, detail]) => name === 'message' ? `message ${detail.sender_type} ${detail.content} ${typeof detail.id}`
                    : name === 'escalation' ? `escalation ${detail.status} ${detail.reason}`
                    : name === 'connection' ? `connection ${detail.connected}` : name)""");
        assertThat(told.stream().map(String::valueOf).toList())
                .contains("open", "close", "connection true", "escalation queued complex_query")
                .containsOnlyOnce("message assistant One event. string")
                .doesNotContain("error");
    }

    private static void say(ChatClient agent, String conversation, int times) {
        IntStream.range(0, times)
                .forEach(n -> agent.says(
                                conversation, "line " + n, UUID.randomUUID().toString())
                        .expecting(201));
    }

    private static Locator buttonOf(Locator line, String name) {
        return line.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static ModelReply inPieces(String text) {
        return ModelReply.says(pieces(text));
    }

    /** Three characters each, so that marks of Markdown and HTML are torn apart. */
    private static String[] pieces(String text) {
        return text.split("(?s)(?<=\\G.{3})");
    }
}
