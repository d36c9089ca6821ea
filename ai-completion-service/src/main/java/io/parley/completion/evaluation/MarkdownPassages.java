package io.parley.completion.evaluation;

import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.Passage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits the set's Markdown as documents are split when they are taken in: under each heading, paragraphs joined up to a
 * length. The set has no paragraph that is longer.
 */
final class MarkdownPassages {

    /** In UTF-16 units. */
    private static final int LONGEST = 800;

    private final DocumentKey document;
    private final List<Passage> passages = new ArrayList<>();
    private final Deque<String> headings = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private String title;

    private MarkdownPassages(DocumentKey document) {
        this.document = document;
        this.title = document.documentId();
    }

    static List<Passage> of(DocumentKey document, String markdown) {
        var splitting = new MarkdownPassages(document);
        for (var paragraph : markdown.split("\\n\\s*\\n", -1)) {
            splitting.take(paragraph.strip());
        }
        splitting.end();
        return List.copyOf(splitting.passages);
    }

    private void take(String paragraph) {
        if (paragraph.startsWith("# ")) {
            title = paragraph.substring(2).strip();
        } else if (paragraph.startsWith("#")) {
            end();
            int level = paragraph.indexOf(' ');
            while (headings.size() >= level - 1) {
                headings.removeLast();
            }
            headings.addLast(paragraph.substring(level).strip());
        } else if (!paragraph.isEmpty()) {
            if (text.length() + paragraph.length() > LONGEST) {
                end();
            }
            text.append(text.isEmpty() ? "" : "\n\n").append(paragraph);
        }
    }

    private void end() {
        if (!text.isEmpty()) {
            passages.add(new Passage(document, passages.size(), title, null, heading(), text.toString()));
            text.setLength(0);
        }
    }

    private @Nullable String heading() {
        return headings.isEmpty() ? null : String.join(" > ", headings);
    }
}
