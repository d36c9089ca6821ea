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
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A visitor who asks for a person in the widget, and gets one. */
@WithSuite
@WithBrowser
class WidgetPersonBrowserIT {
    private final ScriptedSuite suite;
    private final String gateway;
    private final Shop shop;

    WidgetPersonBrowserIT(ScriptedSuite suite) {
        this.suite = suite;
        this.gateway = suite.suite().url();
        this.shop = Shop.with(gateway);
    }

    @AfterEach
    void closeShop() {
        shop.close();
    }

    /** From the question to the rating, with the floor's every move. */
    @Test
    void isLedToAnAgentAndBack(Windows windows) {
        var widget = Widget.opened(windows.open(shop.page()));
        widget.button("Talk to a person").first().click();
        assertThat(widget.panel().getByLabel("What is it about? (optional)")).isFocused();
        assertThat(Accessibility.violations(widget.page())).isEmpty();
        Windows.picture(widget.page(), "widget-ask-person");
        widget.panel().getByLabel("What is it about? (optional)").fill("My lamp flickers");
        widget.button("Ask for a person").click();

        assertThat(widget.banner()).containsText("Waiting for a person");
        assertThat(widget.banner()).containsText(Pattern.compile("next in line|number \\d+ in line"));
        assertThat(widget.button("Talk to a person")).hasCount(0);
        Windows.picture(widget.page(), "widget-queued");
        assertThat(Accessibility.violations(widget.page())).isEmpty();

        var bea = suite.agent("Bea Sommer");
        var conversation = widget.conversation(gateway);
        var escalation = openEscalation(widget);
        bea.desk().claims(escalation).expecting(200);

        assertThat(widget.banner()).containsText("You are talking to Bea Sommer");
        assertThat(widget.lines().filter(new Locator.FilterOptions().setHasText("Bea Sommer has joined the chat")))
                .isVisible();
        say(bea, conversation, "I am here. Which lamp is it?");
        assertThat(widget.agents("I am here.")).containsText("Bea Sommer");
        assertThat(widget.announced()).containsText("Bea Sommer says: I am here. Which lamp is it?");
        Windows.picture(widget.page(), "widget-agent");
        assertThat(Accessibility.violations(widget.page())).isEmpty();

        bea.desk().resolves(escalation, "Sent a new one.").expecting(200);

        assertThat(widget.panel().getByText("How was your chat with Bea Sommer?"))
                .isVisible();
        assertThat(widget.banner()).isHidden();
        Windows.picture(widget.page(), "widget-rating");
        assertThat(Accessibility.violations(widget.page())).isEmpty();
        widget.panel()
                .getByRole(AriaRole.RADIO, new Locator.GetByRoleOptions().setName("4 of 5"))
                .check(new Locator.CheckOptions().setForce(true));
        widget.panel().getByLabel("Anything you would like to add? (optional)").fill("Quick and kind.");
        widget.button("Send rating").click();

        assertThat(widget.notice()).hasText("Thank you for your rating.");
        var rated = suite.admin().escalations(conversation).json().at("/escalations/0/rating");
        assertThat(rated.path("score").asInt()).isEqualTo(4);
        assertThat(rated.path("comment").asString()).isEqualTo("Quick and kind.");

        suite.model().whenAsked("still there", ModelReply.says("I am back."));
        widget.says("Are you still there?");
        assertThat(widget.answer("I am back.")).isVisible();
    }

    @Test
    void mayThinkBetterOfIt(Windows windows) {
        var widget = Widget.opened(windows.open(shop.page()));
        widget.button("Talk to a person").first().click();
        widget.button("Cancel").click();
        assertThat(widget.banner()).isHidden();
        widget.button("Talk to a person").first().click();
        widget.button("Ask for a person").click();
        assertThat(widget.banner()).containsText("Waiting for a person");

        widget.button("Stop waiting").click();

        assertThat(widget.banner()).isHidden();
        assertThat(widget.lines().filter(new Locator.FilterOptions().setHasText("No longer waiting for a person")))
                .isVisible();
    }

    /** An answer that is being written gives way. */
    @Test
    void getsNoWordOfTheAssistantAfterwards(Windows windows) {
        suite.model().whenAsked("a very long tale", ModelReply.saysWords(300).every(Duration.ofMillis(50)));
        var widget = Widget.opened(windows.open(shop.page())).says("Tell me a very long tale");
        assertThat(widget.answer("word5 ")).isVisible();

        widget.page().evaluate("() => chatWidget.escalateConversation('enough')");

        assertThat(widget.banner()).containsText("Waiting for a person");
        assertThat(widget.answer("word5 ")).hasCount(0);
        assertThat(widget.button("Stop the answer")).isHidden();
    }

    @Test
    void seesWhoTypesAndWhatWasRead(Windows windows) {
        var widget = Widget.opened(windows.open(shop.page()));
        widget.page().evaluate("() => chatWidget.escalateConversation('hello')");
        assertThat(widget.banner()).containsText("Waiting for a person");
        var bea = suite.agent("Bea Sommer");
        bea.desk().claims(openEscalation(widget)).expecting(200);
        assertThat(widget.banner()).containsText("Bea Sommer");
        widget.says("Is somebody there?").wasReceived("Is somebody there?");

        try (var socket = bea.talksIn(widget.conversation(gateway))) {
            assertThat(widget.own("Is somebody there?").locator(".mark.read")).hasCount(0);
            socket.reads(bea.history(widget.conversation(gateway))
                    .json()
                    .at("/cursor/seq")
                    .asLong());
            assertThat(widget.own("Is somebody there?").locator(".mark.read")).isVisible();

            socket.signals("typing");
            assertThat(widget.panel().getByText("Bea Sommer is typing …")).isVisible();
            assertThat(Accessibility.violations(widget.page())).isEmpty();
            widget.field().pressSequentially("Oh, which lamp?", new Locator.PressSequentiallyOptions().setDelay(100));
            assertThat(socket.awaits("typing").text("sender_type")).isEqualTo("user");
            assertThat(widget.panel().getByText("Bea Sommer is typing …")).isHidden();
        }
    }

    @Test
    void isToldOfWhatCameWhileTheChatWasClosed(Windows windows) {
        var widget = Widget.opened(windows.open(shop.page()));
        var conversation = widget.conversation(gateway);
        widget.page().evaluate("() => chatWidget.escalateConversation('later')");
        assertThat(widget.banner()).containsText("Waiting for a person");
        var bea = suite.agent("Bea Sommer");
        bea.desk().claims(openEscalation(widget)).expecting(200);
        assertThat(widget.banner()).containsText("Bea Sommer");
        widget.closes();
        var title = widget.page().title();
        assertThat(widget.element().locator(".badge")).isHidden();

        say(bea, conversation, "One more thing.");
        say(bea, conversation, "And another.");

        assertThat(widget.element().locator(".badge")).hasText("2");
        assertThat(widget.bubble()).hasAccessibleName("Open chat (2)");
        assertThat(widget.page()).hasTitle("(2) " + title);
        Windows.picture(widget.page(), "widget-unread");
        assertThat(Accessibility.violations(widget.page())).isEmpty();

        widget.opens();
        assertThat(widget.element().locator(".badge")).isHidden();
        assertThat(widget.page()).hasTitle(title);
        assertThat(widget.agents("And another.")).isVisible();
    }

    private String openEscalation(Widget widget) {
        return widget.visitor(gateway)
                .escalations(widget.conversation(gateway))
                .expecting(200)
                .json()
                .at("/escalations/0/escalation_id")
                .asString();
    }

    private static void say(ChatClient agent, String conversation, String words) {
        agent.says(conversation, words, UUID.randomUUID().toString()).expecting(201);
    }
}
