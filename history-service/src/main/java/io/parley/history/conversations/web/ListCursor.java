package io.parley.history.conversations.web;

import io.parley.events.CallerIds;
import io.parley.history.conversations.ListPlace;
import io.parley.platform.problem.PageCursor;
import java.time.Instant;
import java.util.regex.Pattern;

/** A place in the list of conversations as clients carry it. */
final class ListCursor {

    /** As many digits as there can be in a time of the next 30,000 years. */
    private static final Pattern FORM = Pattern.compile("1\\.(-?[0-9]{1,15})\\.(.+)");

    private ListCursor() {}

    static String write(ListPlace place) {
        return PageCursor.write("1." + place.lastActivity().toEpochMilli() + "." + place.conversationId());
    }

    static ListPlace read(String cursor) {
        var parts = PageCursor.read(cursor, FORM);
        if (!CallerIds.isValid(parts.group(2))) {
            throw PageCursor.unknown();
        }
        return new ListPlace(Instant.ofEpochMilli(Long.parseLong(parts.group(1))), parts.group(2));
    }
}
