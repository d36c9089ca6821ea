package io.parley.gateway.pages.web;

import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;

/** One path is the widget's script and a page of its own, by what it is asked for as: websites name it in both ways. */
final class LoaderScript {

    private static final String USE = "Sec-Fetch-Dest";
    private static final String BOTH = "static/chat-widget.html";
    private static final String SCRIPT = "static/chat-widget.js";

    /** The headers that say what it is asked for as. */
    static final List<String> DECIDED_BY = List.of(USE, HttpHeaders.ACCEPT);

    private LoaderScript() {}

    static boolean isBehind(String path) {
        return path.equals(BOTH);
    }

    /** The script in place of the page where a script is wanted; any other path as it is. */
    static String orFile(String path, ServerRequest.Headers headers) {
        return isBehind(path) && isWanted(headers) ? SCRIPT : path;
    }

    /** Browsers of before 2021 do not say what they want a file for; of a page they accept HTML by name. */
    private static boolean isWanted(ServerRequest.Headers headers) {
        String use = headers.firstHeader(USE);
        return use != null
                ? use.equals("script")
                : headers.header(HttpHeaders.ACCEPT).stream()
                        .noneMatch(value -> value.toLowerCase(Locale.ROOT).contains(MediaType.TEXT_HTML_VALUE));
    }
}
