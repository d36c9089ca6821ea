package io.parley.platform.problem;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a list goes on, as clients carry it from {@code next_cursor} into their next question; what is in there is
 * nobody's business but the service's. Another text is a 400 {@code bad_request}.
 */
public final class PageCursor {

    private PageCursor() {}

    public static String write(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    /** The groups of a place of this form. */
    public static Matcher read(String cursor, Pattern form) {
        var place = form.matcher(decoded(cursor));
        if (!place.matches()) {
            throw unknown();
        }
        return place;
    }

    private static String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw unknown();
        }
    }

    /** Also for a place that has the form and cannot be one. */
    public static Problem unknown() {
        return Problem.badRequest("bad_request", "cursor must be the next_cursor of an earlier answer.");
    }
}
