package io.parley.completion.document.parse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes blocks of plain text and of Markdown: paragraphs between empty lines, and for Markdown the headings of
 * CommonMark 0.31 (sections 4.2 and 4.3), which are none within fenced code. The rest of Markdown reads well as it is.
 */
final class MarkdownBlocks {

    private static final int MOST_INDENTATION = 3;
    private static final int SMALLEST = 6;

    /** Lines; what is longer is the text itself. */
    private static final int LONGEST_FRONT_MATTER = 200;

    private static final Pattern UNDERLINE = Pattern.compile(" {0,3}(=+|-+)[ \t]*");
    private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,}).*");

    /** A paragraph is passed on in pieces from there on. */
    private static final int LONG = BlockSink.LONGEST / 2;

    private final BlockSink sink;
    private final boolean isMarkdown;
    private final StringBuilder paragraph = new StringBuilder();
    private @Nullable String fence;

    MarkdownBlocks(BlockSink sink, boolean isMarkdown) {
        this.sink = sink;
        this.isMarkdown = isMarkdown;
    }

    void read(TextLines lines) throws IOException {
        var line = lines.next();
        if (isMarkdown && line != null && isRule(line)) {
            passOverFrontMatter(lines);
            line = lines.next();
        }
        for (; line != null; line = lines.next()) {
            take(line);
        }
        flush();
    }

    /** What a generator of pages keeps about the page, between two rules at the very beginning. */
    private void passOverFrontMatter(TextLines lines) throws IOException {
        var passedOver = new ArrayList<String>();
        for (var line = lines.next(); line != null; line = lines.next()) {
            if (isRule(line)) {
                return;
            }
            passedOver.add(line);
            if (passedOver.size() == LONGEST_FRONT_MATTER) {
                break;
            }
        }
        // It was a rule and no more than that.
        passedOver.forEach(this::take);
    }

    private static boolean isRule(String line) {
        return line.stripTrailing().equals("---");
    }

    private void take(String line) {
        if (!isMarkdown || !(isFenced(line) || isHeading(line) || isUnderline(line))) {
            add(line);
        }
    }

    private boolean isFenced(String line) {
        var mark = FENCE.matcher(line);
        if (fence != null) {
            add(line);
            if (mark.matches()
                    && mark.group(1).startsWith(fence)
                    && line.strip().equals(mark.group(1))) {
                fence = null;
                flush();
            }
            return true;
        }
        if (mark.matches()) {
            flush();
            fence = mark.group(1);
            add(line);
            return true;
        }
        return false;
    }

    private boolean isHeading(String line) {
        int from = indentation(line);
        int to = from;
        while (to < line.length() && line.charAt(to) == '#') {
            to++;
        }
        int level = to - from;
        if (from > MOST_INDENTATION || level == 0 || level > SMALLEST || !isSpace(line, to)) {
            return false;
        }
        flush();
        sink.add(level, 0, withoutClosing(line.substring(to).strip()));
        return true;
    }

    /** {@code ## Heading ##} */
    private static String withoutClosing(String heading) {
        int end = heading.length();
        while (end > 0 && heading.charAt(end - 1) == '#') {
            end--;
        }
        return end == 0 || Character.isWhitespace(heading.charAt(end - 1))
                ? heading.substring(0, end).strip()
                : heading;
    }

    private static int indentation(String line) {
        int spaces = 0;
        while (spaces < line.length() && line.charAt(spaces) == ' ') {
            spaces++;
        }
        return spaces;
    }

    private static boolean isSpace(String line, int at) {
        return at == line.length() || line.charAt(at) == ' ' || line.charAt(at) == '\t';
    }

    private boolean isUnderline(String line) {
        var underline = UNDERLINE.matcher(line);
        if (paragraph.isEmpty() || !underline.matches()) {
            return false;
        }
        var text = paragraph.toString();
        paragraph.setLength(0);
        sink.add(underline.group(1).startsWith("=") ? 1 : 2, 0, text.replace('\n', ' '));
        return true;
    }

    private void add(String line) {
        if ((line.isBlank() && fence == null) || paragraph.length() > LONG) {
            flush();
        }
        if (!line.isBlank()) {
            paragraph.append(line).append('\n');
        }
    }

    private void flush() {
        sink.add(0, 0, paragraph.toString());
        paragraph.setLength(0);
    }
}
