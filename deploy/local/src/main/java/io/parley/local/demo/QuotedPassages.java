package io.parley.local.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The passages of documents that stand in the instructions of a request, best first, as ai-completion puts them there. */
final class QuotedPassages {
    private static final Pattern BLOCK =
            Pattern.compile("^<<<PASSAGES$(.*?)^PASSAGES>>>$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern FOUND_NOTHING =
            Pattern.compile("documents were searched .* nothing in them is about it");
    private static final Pattern HEAD = Pattern.compile("\\[(\\d+)] (.*)");
    private static final String BAR = "| ";

    private QuotedPassages() {}

    /** A passage under its number. */
    record Passage(String number, String source, String text) {}

    static Optional<Passage> best(CompletionRequest request) {
        return instructions(request).stream()
                .flatMap(text -> BLOCK.matcher(text).results())
                .map(found -> found.group(1))
                .flatMap(block -> first(block).stream())
                .findFirst();
    }

    static boolean foundNothing(CompletionRequest request) {
        return instructions(request).stream()
                .anyMatch(text -> FOUND_NOTHING.matcher(text).find());
    }

    private static List<String> instructions(CompletionRequest request) {
        return request.turns().stream()
                .filter(turn -> turn.role().equals("system"))
                .map(CompletionRequest.Turn::text)
                .toList();
    }

    private static Optional<Passage> first(String block) {
        var lines = new ArrayList<String>();
        var head = HEAD.matcher("");
        for (var line : block.strip().lines().toList()) {
            var next = HEAD.matcher(line);
            if (next.matches()) {
                if (!lines.isEmpty()) {
                    break;
                }
                head = next;
            } else if (line.startsWith(BAR)) {
                lines.add(line.substring(BAR.length()).strip());
            }
        }
        return lines.isEmpty() || !head.matches()
                ? Optional.empty()
                : Optional.of(new Passage(head.group(1), head.group(2), String.join(" ", lines)));
    }
}
