package io.parley.local.demo;

import io.parley.local.demo.CompletionRequest.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the words of an answer: friendly, short, and such that one sees that the earlier turns of the conversation arrived. */
final class DemoReply {
    private static final Pattern ASKS_FOR_LAST_QUESTION = Pattern.compile(
            "what\\b.*\\b(did i|have i|i)\\b.*\\b(ask|asked|say|said|write|wrote)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final int LONGEST_QUOTE = 160;
    private static final int LONGEST_PASSAGE = 500;

    private static final List<String> OPENINGS = List.of(
            "Good question.", "Thank you for asking.", "I am glad you bring that up.", "Let us look at that together.");
    private static final List<String> ENDINGS = List.of(
            "A real model would now think about it; I only show how its words would arrive, a few at a time.",
            "I do not know the answer, but every word of this came the way a real model's would.",
            "Ask me what you just asked, and I will prove that I was listening.",
            "If you would rather talk to a person, tell the application: it can hand this conversation over.");

    private DemoReply() {}

    /** The answer in groups of words; joined they are the whole text. */
    static List<String> to(CompletionRequest request) {
        var question = request.question().map(Turn::text).map(String::strip).orElse("");
        return inGroups(text(question, request));
    }

    private static String text(String question, CompletionRequest request) {
        var earlier = request.earlier();
        var previous = earlier.reversed().stream().filter(Turn::isUsers).findFirst();
        if (previous.isPresent() && ASKS_FOR_LAST_QUESTION.matcher(question).find()) {
            return "Just before this you asked: " + quoted(previous.get().text()) + " " + remembered(earlier);
        }
        var passage = QuotedPassages.best(request);
        if (passage.isPresent()) {
            return fromDocuments(passage.get());
        }
        if (QuotedPassages.foundNothing(request)) {
            return "I looked into the documents I was given and found nothing about that. I am only a demo model, but a real one"
                    + " would tell you the same.";
        }
        if (earlier.stream().noneMatch(Turn::isAssistants)) {
            return "Hello! I am Parley's demo model, a small stand-in on this machine so that everything can be tried without an"
                    + " account. For a real model set OPENAI_API_KEY (and OPENAI_BASE_URL for any compatible server) and start"
                    + " Parley again. You wrote: " + quoted(question) + " " + pick(ENDINGS, question);
        }
        return pick(OPENINGS, question) + " You wrote: " + quoted(question) + " " + remembered(earlier) + " "
                + pick(ENDINGS, question + earlier.size());
    }

    private static String fromDocuments(QuotedPassages.Passage passage) {
        return "I am only a demo model, but I can read. The documents say in " + passage.source() + ": "
                + quoted(passage.text(), LONGEST_PASSAGE) + " [" + passage.number() + "]";
    }

    private static String remembered(List<Turn> earlier) {
        return "I was given %d earlier %s of this conversation."
                .formatted(earlier.size(), earlier.size() == 1 ? "message" : "messages");
    }

    private static String pick(List<String> phrases, String by) {
        return phrases.get(Math.floorMod(by.hashCode(), phrases.size()));
    }

    private static String quoted(String text) {
        return quoted(text, LONGEST_QUOTE);
    }

    private static String quoted(String text, int longest) {
        var stripped = text.strip();
        if (stripped.codePointCount(0, stripped.length()) <= longest) {
            return "\u201c" + stripped + "\u201d";
        }
        return "\u201c" + stripped.substring(0, stripped.offsetByCodePoints(0, longest)) + "\u2026\u201d";
    }

    /** One, two or three words at a time, as a model's tokens come. */
    private static List<String> inGroups(String text) {
        var groups = new ArrayList<String>();
        int start = 0;
        for (int words = 1; start < text.length(); words = words % 3 + 1) {
            int end = start;
            for (int word = 0; word < words && end < text.length(); word++) {
                int space = text.indexOf(' ', end + 1);
                end = space < 0 ? text.length() : space;
            }
            groups.add(text.substring(start, end));
            start = end;
        }
        return groups;
    }
}
