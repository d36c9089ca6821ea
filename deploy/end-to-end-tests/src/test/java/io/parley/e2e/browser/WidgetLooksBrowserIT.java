package io.parley.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.parley.e2e.ScriptedSuite;
import io.parley.e2e.WithSuite;
import io.parley.testkit.ModelReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The widget in its themes, languages and sizes, with pictures of all of them. */
@WithSuite
@WithBrowser
class WidgetLooksBrowserIT {
    private static final String ADVICE = """
            For a dark hallway I would take **Vakt**: it is small, and it *fades* when nobody moves.

            - forty hours on one charge
            - 49 euros

            Hang **Pendel** there if the ceiling is high enough.
            """;

    private final ScriptedSuite suite;
    private final Shop shop;

    WidgetLooksBrowserIT(ScriptedSuite suite) {
        this.suite = suite;
        this.shop = Shop.with(suite.suite().url());
        suite.model().whenAsked("hallway", ModelReply.says(ADVICE.split("(?<= )")));
    }

    @AfterEach
    void closeShop() {
        shop.close();
    }

    @Test
    void isLightAndDarkByTheVisitorsChoice(Windows windows) {
        seen(windows, Look.desktop(), "auto", "en", "widget-light");
        seen(windows, Look.desktop().dark(), "auto", "en", "widget-dark");
        var forced = seen(windows, Look.desktop(), "dark", "en", "widget-dark-by-option");

        assertThat(forced.panel().evaluate("panel => getComputedStyle(panel).colorScheme"))
                .isEqualTo("dark");
    }

    @Test
    void fillsAPhone(Windows windows) {
        var widget = seen(windows, Look.phone(), "auto", "en", "widget-phone");
        var box = widget.panel().boundingBox();

        assertThat(box.width).isEqualTo(360);
        assertThat(box.height).isEqualTo(740);
        assertThat(widget.page().evaluate("() => document.documentElement.scrollWidth"))
                .isEqualTo(360);
        seen(windows, Look.phone().dark(), "auto", "en", "widget-phone-dark");
    }

    /** On a phone there is nothing else to go to: the keyboard stays in the chat. */
    @Test
    void keepsTheFocusInsideOnAPhone(Windows windows) {
        var widget = Widget.opened(windows.open(shop.page(), Look.phone()));
        var focused = "() => { const root = document.querySelector('parley-chat').shadowRoot;"
                + " return document.activeElement.localName + ' ' + !!root.activeElement?.closest('dialog'); }";

        for (int presses = 0; presses < 12; presses++) {
            widget.page().keyboard().press(presses < 6 ? "Tab" : "Shift+Tab");
            assertThat(widget.page().evaluate(focused)).as("after %d", presses).isEqualTo("parley-chat true");
        }
    }

    @ParameterizedTest
    @CsvSource({"de, ltr, Nachricht", "ar, rtl, رسالة"})
    void speaksOtherLanguages(String language, String direction, String word, Windows windows) {
        var widget = seen(windows, Look.desktop(), "auto", language, "widget-" + language);

        assertThat(widget.panel()).hasAttribute("dir", direction);
        assertThat(widget.panel()).hasAttribute("lang", language);
        assertThat(widget.field().getAttribute("placeholder")).contains(word);
        seen(windows, Look.phone().dark(), "auto", language, "widget-phone-dark-" + language);
    }

    @Test
    void takesThePagesLanguageOrTheBrowsers(Windows windows) {
        var german = Widget.on(windows.open(Look.desktop().in("de-AT")));
        german.page()
                .navigate(shop.pageWith(shop.own("document.documentElement.removeAttribute('lang');"), shop.loader()));

        assertThat(german.bubble()).hasAccessibleName("Chat öffnen");
        german.page().navigate(shop.page());
        assertThat(german.bubble()).hasAccessibleName("Open chat");
    }

    @Test
    void takesColoursOfThePage(Windows windows) {
        var page = windows.open(
                shop.page("document.documentElement.style.setProperty('--parley-accent', 'rgb(124, 45, 146)');"));
        var widget = Widget.opened(page);

        assertThat(widget.bubble().evaluate("button => getComputedStyle(button).backgroundColor"))
                .isEqualTo("rgb(124, 45, 146)");
        assertThat(Accessibility.violations(page)).isEmpty();
    }

    @Test
    void movesNothingForThoseWhoWantNoMotion(Windows windows) {
        var widget = Widget.opened(windows.open(shop.page(), Look.desktop().still()));

        assertThat(widget.page()
                        .evaluate("() => document.getAnimations().length + "
                                + "document.querySelector('parley-chat').shadowRoot.getAnimations().length"))
                .isEqualTo(0);
    }

    private Widget seen(Windows windows, Look look, String theme, String language, String picture) {
        var script = "new ChatWidget({ theme: '%s', locale: '%s' });".formatted(theme, language);
        Page page = windows.open(shop.page(script), look);
        assertThat(Accessibility.violations(page)).isEmpty();
        var widget = Widget.opened(page).says("Which lamp suits a dark hallway?");
        assertThat(widget.answer("ceiling is high enough.")).isVisible();
        assertThat(widget.panel().locator(".stop")).isHidden();
        Windows.picture(page, picture);
        assertThat(Accessibility.violations(page)).as(picture).isEmpty();
        return widget;
    }
}
