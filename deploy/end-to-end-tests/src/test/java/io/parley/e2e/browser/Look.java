package io.parley.e2e.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;

/** What a window is like: its size in CSS pixels, and what its owner prefers. */
public record Look(int width, int height, ColorScheme colours, String language, boolean moves) {
    /** A screen on a desk, in English and light. */
    public static Look desktop() {
        return new Look(1280, 800, ColorScheme.LIGHT, "en-US", true);
    }

    /** The smallest phone that is looked after. */
    public static Look phone() {
        return new Look(360, 740, ColorScheme.LIGHT, "en-US", true);
    }

    public Look dark() {
        return new Look(width, height, ColorScheme.DARK, language, moves);
    }

    /** {@code ar} is written from right to left. */
    public Look in(String otherLanguage) {
        return new Look(width, height, colours, otherLanguage, moves);
    }

    /** Of somebody who wants nothing to move. */
    public Look still() {
        return new Look(width, height, colours, language, false);
    }

    boolean isPhone() {
        return width < 600;
    }

    Browser.NewContextOptions options() {
        return new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(colours)
                .setReducedMotion(moves ? ReducedMotion.NO_PREFERENCE : ReducedMotion.REDUCE)
                .setHasTouch(isPhone())
                .setLocale(language)
                .setTimezoneId("UTC");
    }
}
