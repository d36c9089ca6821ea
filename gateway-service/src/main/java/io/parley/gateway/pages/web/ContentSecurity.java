package io.parley.gateway.pages.web;

import io.parley.gateway.pages.PageFile;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a page of ours may do: run its own scripts, speak with its own host, and turn text into markup by DOMPurify's hands
 * alone.
 */
final class ContentSecurity {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+(:\\d+)?|\\[[0-9A-Fa-f:.]+](:\\d+)?");
    /** Whoever embeds the widget as a frame embeds this. */
    private static final String FRAMED_ANYWHERE = "static/chat-widget.html";

    private static final String DESK = "desk/";
    private static final String EXAMPLES = "static/examples/";

    private ContentSecurity() {}

    /** @param host as the request names it */
    static String policy(PageFile page, @Nullable String host) {
        List<String> rules = new ArrayList<>(List.of(
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self' data: https:",
                "connect-src 'self'" + sockets(host),
                "font-src 'self'",
                "media-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                "require-trusted-types-for 'script'",
                "trusted-types " + makersOfMarkup(page)));
        if (!page.path().equals(FRAMED_ANYWHERE)) {
            rules.add("frame-ancestors " + (page.path().startsWith(DESK) ? "'none'" : "'self'"));
        }
        return String.join("; ", rules);
    }

    /** Not every browser counts sockets of the page's own host as its own. */
    private static String sockets(@Nullable String host) {
        return host != null && HOST.matcher(host).matches() ? " ws://" + host + " wss://" + host : "";
    }

    /** Vue brings a policy of its own. */
    private static String makersOfMarkup(PageFile page) {
        return page.path().startsWith(EXAMPLES) ? "dompurify vue" : "dompurify";
    }
}
