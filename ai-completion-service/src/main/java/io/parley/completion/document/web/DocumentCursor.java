package io.parley.completion.document.web;

import io.parley.completion.document.DocumentPlace;
import io.parley.platform.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;

/** A place in the list as clients carry it; what is in there is nobody's business but ours. */
final class DocumentCursor {

    private static final Pattern FORM = Pattern.compile("1\\.([0-9]{1,15})\\.([0-9a-f-]{36})");

    private DocumentCursor() {}

    static String write(DocumentPlace place) {
        var text = "1." + place.createdAt().toEpochMilli() + "." + place.documentId();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static DocumentPlace read(String cursor) {
        var parts = FORM.matcher(decoded(cursor));
        if (!parts.matches()) {
            throw bad();
        }
        return new DocumentPlace(Instant.ofEpochMilli(Long.parseLong(parts.group(1))), parts.group(2));
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
