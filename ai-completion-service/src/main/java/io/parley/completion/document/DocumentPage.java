package io.parley.completion.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some documents of a chatbot, newest first.
 *
 * @param next where the page after this one begins; null where there is none
 */
public record DocumentPage(
        List<KnownDocument> documents, @Nullable DocumentPlace next) {

    /** @param found one more than the page may have, where there are as many */
    public static DocumentPage of(List<KnownDocument> found, int limit) {
        return found.size() <= limit
                ? new DocumentPage(found, null)
                : new DocumentPage(List.copyOf(found.subList(0, limit)), DocumentPlace.of(found.get(limit - 1)));
    }
}
