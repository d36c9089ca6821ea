package io.parley.completion.prompt;

import java.util.List;

/**
 * Everything a model is given to read.
 *
 * @param persona the system prompt
 * @param lines oldest first; the last one is the question
 */
public record Prompt(String persona, List<Line> lines) {

    /** Who a line is from, as a model sees it. */
    public enum Speaker {
        USER,
        ASSISTANT
    }

    /** One thing that was said. */
    public record Line(Speaker speaker, String text) {}

    /** Of everything there is to read, in UTF-16 units. */
    public int length() {
        return persona.length()
                + lines.stream().mapToInt(line -> line.text().length()).sum();
    }
}
