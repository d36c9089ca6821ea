package io.parley.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.parley.e2e.ScriptedSuite;
import io.parley.e2e.WithSuite;
import io.parley.testkit.ModelReply;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The demo page: a shop with the widget, and what developers see of it. */
@WithSuite
@WithBrowser
class DemoBrowserIT {
    private final ScriptedSuite suite;
    private final String address;

    DemoBrowserIT(ScriptedSuite suite) {
        this.suite = suite;
        this.address = suite.suite().url() + "/static/demo.html";
        suite.model().whenAsked("Pendel", ModelReply.says("Seventy ", "centimetres."));
    }

    @Test
    void showsTheFramesOfAConversation(Windows windows) {
        var page = windows.open(address);
        var frames = page.locator(".frames > li");
        assertThat(Accessibility.violations(page)).isEmpty();
        button(page, "Ask about Pendel").click();
        assertThat(Widget.on(page).answer("Seventy centimetres.")).isVisible();

        assertThat(frames.filter(withText("session_info"))).hasCount(1);
        assertThat(frames.filter(withText("response_complete"))).hasCount(1);
        assertThat(page.locator(".monitor")).containsText("Connected by WebSocket");
        assertThat(page.locator(".monitor")).containsText("guest-");
        frames.filter(withText("response_complete")).locator("summary").click();
        assertThat(frames.filter(withText("response_complete")).locator("pre"))
                .containsText("\"full_response\": \"Seventy centimetres.\"");
        Windows.picture(page, "demo-light");
        assertThat(Accessibility.violations(page)).isEmpty();

        page.getByLabel("Filter frames").fill("received");
        assertThat(frames).hasCount(1);
        page.getByLabel("Filter frames").fill("");
        page.getByLabel("Direction").selectOption("out");
        assertThat(page.locator(".frame.in")).hasCount(0);
        assertThat(page.locator(".frame.out").first()).isVisible();
        page.getByLabel("Direction").selectOption("all");
        button(page, "Pause").click();
        button(page, "Clear").click();
        Widget.on(page).says("And Pendel again?");
        assertThat(Widget.on(page).answer("Seventy centimetres.")).hasCount(2);
        assertThat(frames).hasCount(0);
        button(page, "Pause").click();
        assertThat(frames.filter(withText("response_complete"))).hasCount(1);
    }

    @Test
    void callsWhatAVisitorMayCall(Windows windows) {
        windows.expecting("status of 4");
        var page = windows.open(address);
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Calls"))
                .click();

        assertThat(call(page, "History")).containsText("Not known yet: conversation_id");
        assertThat(call(page, "Begin or join the session")).containsText(Pattern.compile("^201 Created"));
        for (var title : new String[] {
            "Health", "Become a guest", "Ticket for a socket", "Keys that guests are signed with", "Chatbots",
                    "Send a message", "History",
            "My conversations", "Ask for a person", "Escalations", "No person after all", "Rate", "Ask the assistant",
                    "AI history",
            "Clear the AI history", "Is one kept?", "End the session", "Erase the conversation",
        }) {
            assertThat(call(page, title)).containsText(Pattern.compile("^20[014] "));
        }
        assertThat(call(page, "History")).containsText(Pattern.compile("^404 "));
        Windows.picture(page, "demo-calls");
        assertThat(Accessibility.violations(page)).isEmpty();
    }

    @Test
    void changesTheWidgetWhileItRuns(Windows windows) {
        var page = windows.open(address);
        var widget = Widget.opened(page);
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Widget"))
                .click();
        exactly(page, "Dark").click();
        widget.isIn("online");
        assertThat(widget.element()).hasAttribute("theme", "dark");
        Windows.picture(page, "demo-dark");
        assertThat(Accessibility.violations(page)).isEmpty();

        exactly(page, "Bottom left").click();
        widget.isIn("online");
        assertThat(widget.panel()).isVisible();
        assertThat(widget.panel().boundingBox().x).isLessThan(100);
        assertThat(page.locator("#panel").boundingBox().x).isGreaterThan(500);

        exactly(page, "العربية").click();
        widget.isIn("online");
        assertThat(widget.panel()).hasAttribute("dir", "rtl");
        Windows.picture(page, "demo-rtl");
        assertThat(Accessibility.violations(page)).isEmpty();
    }

    @Test
    void fitsAPhone(Windows windows) {
        var page = windows.open(address, Look.phone());
        assertThat(page.locator("#panel")).isHidden();
        assertThat(page.evaluate("() => document.documentElement.scrollWidth")).isEqualTo(360);
        Windows.picture(page, "demo-phone");
        assertThat(Accessibility.violations(page)).isEmpty();

        button(page, "Developer panel").click();

        assertThat(page.locator("#panel")).isVisible();
        assertThat(page.evaluate("() => document.documentElement.scrollWidth")).isEqualTo(360);
        Windows.picture(page, "demo-phone-panel");
        assertThat(Accessibility.violations(page)).isEmpty();
        page.keyboard().press("Escape");
        assertThat(page.locator("#panel")).isHidden();
    }

    /** What is told of the answer. */
    private static Locator call(Page page, String title) {
        var row = page.locator(
                "details.call",
                new Page.LocatorOptions().setHas(page.getByText(title, new Page.GetByTextOptions().setExact(true))));
        if (row.getAttribute("open") == null) {
            row.locator("summary").click();
        }
        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Send"))
                .click();
        assertThat(row.locator("output")).not().hasText("…");
        return row.locator("output");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .first();
    }

    private static Locator exactly(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator.FilterOptions withText(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }
}
