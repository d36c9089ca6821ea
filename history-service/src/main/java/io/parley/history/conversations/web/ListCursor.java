package io.parley.history.conversations.web;

import io.parley.events.CallerIds;
import io.parley.history.conversations.ListPlace;
import io.parley.platform.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;

/** A place in the list as clients carry it; what is in there is nobody's business but ours. */
final class ListCursor {

    /** As many digits as there can be in a time of the next 30,000 years. */
    private static final Pattern FORM = Pattern.compile("1\\.(-?[0-9]{1,15})\\.(.+)");

    private ListCursor() {}

    static String write(ListPlace place) {
        var text = "1." + place.lastActivity().toEpochMilli() + "." + place.conversationId();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static ListPlace read(String cursor) {
        var parts = FORM.matcher(decoded(cursor));
        if (!parts.matches() || !CallerIds.isValid(parts.group(2))) {
            throw bad();
        }
        return new ListPlace(Instant.ofEpochMilli(Long.parseLong(parts.group(1))), parts.group(2));
    }

    private static String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw bad();
        }
    }

    private static Problem bad() {
        return Problem.badRequest("bad_request", "cursor must be the next_cursor of an earlier answer.");
    }
}
