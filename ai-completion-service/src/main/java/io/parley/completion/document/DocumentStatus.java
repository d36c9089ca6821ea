package io.parley.completion.document;

import java.util.Locale;

/** How far a document is. One that is being deleted has none: nobody sees it any more. */
public enum DocumentStatus {
    PROCESSING,
    READY,
    FAILED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static DocumentStatus ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
