package io.parley.completion.chatbot;

import java.util.List;

/**
 * When a chatbot calls a person: the rules that {@code handoff} of its seed or its document names.
 *
 * @param words words and phrases; a question with one of them is a person's to answer
 * @param tool whether the model may call a person itself
 * @param afterFailures after so many failed answers in a row a person is called; 0 for never
 * @param whenNothingFound whether a question that the chatbot's documents say nothing about is a person's to answer
 */
public record Handoff(List<String> words, boolean tool, int afterFailures, boolean whenNothingFound) {

    public static final Handoff NEVER = new Handoff(List.of(), false, 0);

    /** With nothing to do with documents. */
    public Handoff(List<String> words, boolean tool, int afterFailures) {
        this(words, tool, afterFailures, false);
    }

    public Handoff {
        words = List.copyOf(words);
        if (words.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a blank word would be in every question");
        }
        if (afterFailures < 0) {
            throw new IllegalArgumentException("after_failures is " + afterFailures + ", expected 0 or more");
        }
    }

    /** Whether somebody asks for a person in these words. */
    public boolean isAskedForIn(String question) {
        return Phrases.anyIn(words, question);
    }

    /** Whether the answers that failed in a row are now just as many as it takes. */
    public boolean isDueAfter(int failures) {
        return afterFailures > 0 && failures == afterFailures;
    }
}
