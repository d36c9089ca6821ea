package io.parley.completion.document.web;

import io.parley.completion.document.DocumentPlace;
import io.parley.platform.problem.PageCursor;
import java.time.Instant;
import java.util.regex.Pattern;

/** A place in the list of documents as clients carry it. */
final class DocumentCursor {

    private static final Pattern FORM = Pattern.compile("1\\.([0-9]{1,15})\\.([0-9a-f-]{36})");

    private DocumentCursor() {}

    static String write(DocumentPlace place) {
        return PageCursor.write("1." + place.createdAt().toEpochMilli() + "." + place.documentId());
    }

    static DocumentPlace read(String cursor) {
        var parts = PageCursor.read(cursor, FORM);
        return new DocumentPlace(Instant.ofEpochMilli(Long.parseLong(parts.group(1))), parts.group(2));
    }
}
