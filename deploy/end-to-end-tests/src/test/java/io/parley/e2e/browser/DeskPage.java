package io.parley.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;

/** The desk as somebody sees and uses it who is signed in there. */
final class DeskPage {
    private static final double PATIENCE_MILLIS = 20_000;

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    private final Page page;

    DeskPage(Page page) {
        this.page = page;
    }

    Page page() {
        return page;
    }

    /** A line of the list, by whatever stands in it. */
    Locator line(String text) {
        return page.locator("a.work-line").filter(new Locator.FilterOptions().setHasText(text));
    }

    /** The lines of a part of the list: {@code mine}, {@code queue}, {@code lately}. */
    Locator lines(String section) {
        return page.locator(".work-section-" + section + " a.work-line");
    }

    /** What was said, and everything else that stands between it. */
    Locator transcript() {
        return page.locator(".entries");
    }

    Locator entries(String kind) {
        return page.locator(".entry-" + kind);
    }

    Locator state() {
        return page.locator(".conversation-head .chip");
    }

    Locator toast() {
        return page.locator(".toast").last();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator dialog() {
        return page.locator("dialog[open]");
    }

    Locator dialogButton(String name) {
        return dialog().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    Locator composer() {
        return page.locator(".composer-field");
    }

    DeskPage opens(String text) {
        line(text).click();
        assertThat(page.locator(".conversation")).isVisible();
        // Signals are told to whoever is connected.
        assertThat(page.locator(".conversation[data-connection='online']")).isVisible();
        return this;
    }

    DeskPage replies(String text) {
        button("Reply").click();
        composer().fill(text);
        composer().press("Enter");
        return this;
    }

    DeskPage notes(String text) {
        button("Note").click();
        composer().fill(text);
        composer().press("Enter");
        return this;
    }

    /** With no field in focus. */
    DeskPage presses(String key) {
        page.evaluate("() => document.activeElement?.blur()");
        page.keyboard().press(key);
        return this;
    }

    DeskPage goes(String hash) {
        page.evaluate("(hash) => { location.hash = hash; }", hash);
        return this;
    }

    DeskPage says(String text) {
        assertThat(toast()).containsText(text);
        return this;
    }
}
