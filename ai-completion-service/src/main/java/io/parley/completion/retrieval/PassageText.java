package io.parley.completion.retrieval;

import io.parley.completion.document.Passage;

/** What a passage is found by: many a sentence makes sense only under its title and its heading. */
public final class PassageText {

    private PassageText() {}

    public static String of(Passage passage) {
        var heading = passage.heading();
        return passage.title() + "\n" + (heading == null ? "" : heading + "\n") + passage.text();
    }
}
