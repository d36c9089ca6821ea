package io.parley.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.parley.testkit.chat.ChatClient;
import java.util.regex.Pattern;

/** The widget of a page as a visitor sees and uses it. */
final class Widget {
    private static final double PATIENCE_MILLIS = 20_000;

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    private final Page page;
    private final Locator element;

    private Widget(Page page) {
        this.page = page;
        this.element = page.locator("parley-chat");
    }

    static Widget on(Page page) {
        return new Widget(page);
    }

    /** The page with the widget open and connected. */
    static Widget opened(Page page) {
        return on(page).opens().isIn("online");
    }

    Page page() {
        return page;
    }

    Locator element() {
        return element;
    }

    Locator bubble() {
        return element.locator("button.bubble");
    }

    Locator panel() {
        return element.locator("dialog");
    }

    Locator field() {
        return panel().locator(".composer textarea");
    }

    Locator button(String name) {
        return panel().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator lines() {
        return panel().locator(".lines > .line");
    }

    Locator own(String words) {
        return panel().locator(".lines > .line.own", new Locator.LocatorOptions().setHasText(words));
    }

    /** Of the assistant, without the greeting. */
    Locator answers() {
        return panel().locator(".lines > .line.assistant");
    }

    Locator answer(String words) {
        return panel().locator(".lines > .line.assistant", new Locator.LocatorOptions().setHasText(words));
    }

    /** What an agent said. */
    Locator agents(String words) {
        return panel().locator(".lines > .line.agent", new Locator.LocatorOptions().setHasText(words));
    }

    Locator banner() {
        return panel().locator(".banner");
    }

    Locator notice() {
        return panel().locator(".notice");
    }

    /** What a screen reader is told. */
    Locator announced() {
        return panel().locator("[aria-live=polite]");
    }

    Widget opens() {
        bubble().click();
        assertThat(panel()).isVisible();
        return this;
    }

    Widget closes() {
        button("Close chat").click();
        assertThat(panel()).isHidden();
        return this;
    }

    Widget isIn(String state) {
        assertThat(panel().locator(".header")).hasAttribute("data-state", state);
        return this;
    }

    Widget says(String words) {
        field().fill(words);
        field().press("Enter");
        return this;
    }

    /** The suite has it. */
    Widget wasReceived(String words) {
        assertThat(own(words).locator(".mark")).hasClass(Pattern.compile("sent|read"));
        return this;
    }

    /** The button of a line's, which a mouse sees when it is over the line. */
    Widget does(String what, Locator line) {
        line.hover();
        line.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(what).setExact(true))
                .click();
        return this;
    }

    /** The visitor of this page, by the token that the widget keeps. */
    ChatClient visitor(String suite) {
        return ChatClient.of(suite, (String) page.evaluate("() => JSON.parse(localStorage['parley.guest']).token"));
    }

    /** The conversation that is shown. */
    String conversation(String suite) {
        return visitor(suite).session("leta").conversationId();
    }
}
