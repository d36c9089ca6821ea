package io.parley.completion.retrieval;

import io.parley.completion.document.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The parts of a passage that get a vector each: a few sentences under its heading. One vector of a whole passage says what
 * it is about on the whole, and a question is about one sentence of it (docs/adr/0026 has the figures).
 */
public final class Windows {

    /** In UTF-16 units; chosen on the retrieval set. */
    static final int LENGTH = 250;

    /** What makes more has too many short lines to be cut between them. */
    static final int MOST = 8;

    private static final Pattern SENTENCE = Pattern.compile("(?<=[.!?:。！？])\\s+|\\n+");

    private Windows() {}

    /** At least one, never empty. */
    public static List<String> of(Passage passage) {
        var heading = passage.heading();
        var above = (heading == null ? passage.title() : heading) + "\n";
        int length = Math.max(LENGTH, passage.text().length() / MOST + 1);
        var windows = new ArrayList<String>();
        var window = new StringBuilder();
        for (var sentence : SENTENCE.splitAsStream(passage.text()).toList()) {
            if (!window.isEmpty() && window.length() + sentence.length() > length && windows.size() < MOST - 1) {
                windows.add(above + window);
                window.setLength(0);
            }
            window.append(window.isEmpty() ? "" : " ").append(sentence.strip());
        }
        if (!window.toString().isBlank() || windows.isEmpty()) {
            windows.add(above + window);
        }
        return List.copyOf(windows);
    }
}
