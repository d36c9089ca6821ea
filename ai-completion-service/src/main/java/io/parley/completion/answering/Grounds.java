package io.parley.completion.answering;

import io.parley.completion.retrieval.FoundPassage;
import io.parley.events.Citation;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What an answer rests on.
 *
 * @param persona with whatever the chatbot's documents add to it
 * @param given passages the model was given, in the order of their numbers
 * @param foundNothing whether there are documents, and none of them is about the question
 */
record Grounds(String persona, List<FoundPassage> given, boolean foundNothing) {

    /** Of a passage, in code points. */
    static final int LONGEST_EXCERPT = 300;

    /** {@code [2]}, and {@code [2, 4]} as some models have it. */
    private static final Pattern REFERENCE = Pattern.compile("\\[(\\d{1,2}(?:\\s*,\\s*\\d{1,2})*)]");

    static Grounds without(String persona) {
        return new Grounds(persona, List.of(), false);
    }

    /**
     * The passages an answer names by their numbers. A model that names none may have used any of them, so then it is
     * all it was given; what nobody was shown rests on nothing.
     */
    List<Citation> citations(String answer) {
        if (given.isEmpty() || answer.isBlank()) {
            return List.of();
        }
        var named = named(answer);
        var citations = new ArrayList<Citation>();
        for (int number = 1; number <= given.size(); number++) {
            if (named.isEmpty() || named.contains(number)) {
                citations.add(citation(number, named.contains(number)));
            }
        }
        return List.copyOf(citations);
    }

    private TreeSet<Integer> named(String answer) {
        var named = new TreeSet<Integer>();
        REFERENCE.matcher(answer).results().forEach(found -> {
            for (var number : found.group(1).split(",", -1)) {
                named.add(Integer.parseInt(number.strip()));
            }
        });
        named.removeIf(number -> number < 1 || number > given.size());
        return named;
    }

    private Citation citation(int number, boolean isNamed) {
        var found = given.get(number - 1);
        var passage = found.passage();
        return new Citation(
                passage.document().documentId(),
                passage.title(),
                passage.page(),
                excerpt(passage.text()),
                Math.round(found.score() * 1_000) / 1_000.0,
                isNamed ? number : null);
    }

    private static String excerpt(String text) {
        var line = text.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= LONGEST_EXCERPT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_EXCERPT - 1)) + "…";
    }
}
