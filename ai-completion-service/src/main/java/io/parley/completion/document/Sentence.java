package io.parley.completion.document;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A sentence, or a piece of one that is very long.
 *
 * @param gap what parts it from the next one: nothing, a space, or a line's end
 */
record Sentence(String text, String gap, int page) {

    private static final String SAME_LINE = " ";
    private static final String NEXT_LINE = "\n";

    /** The sentences of a block, none longer than so many characters; no character that a reader sees is cut in two. */
    static List<Sentence> of(Block block, int longest) {
        var text = block.text().strip();
        var sentences = new ArrayList<Sentence>();
        var ends = BreakIterator.getSentenceInstance(Locale.ROOT);
        ends.setText(text);
        for (int from = ends.first(), to = ends.next(); to != BreakIterator.DONE; from = to, to = ends.next()) {
            add(sentences, text.substring(from, to), block.page(), longest);
        }
        if (!sentences.isEmpty()) {
            var last = sentences.removeLast();
            sentences.add(new Sentence(last.text(), NEXT_LINE, last.page()));
        }
        return sentences;
    }

    private static void add(List<Sentence> sentences, String written, int page, int longest) {
        var rest = written;
        while (rest.strip().length() > longest) {
            int cut = cut(rest, longest);
            add(sentences, rest.substring(0, cut), page);
            rest = rest.substring(cut);
        }
        add(sentences, rest, page);
    }

    private static void add(List<Sentence> sentences, String written, int page) {
        var text = tidy(written);
        if (!text.isEmpty()) {
            var end = written.substring(written.stripTrailing().length());
            sentences.add(new Sentence(text, end.isEmpty() ? "" : end.indexOf('\n') < 0 ? SAME_LINE : NEXT_LINE, page));
        }
    }

    /** Where a line could be broken; in a text without such places between two characters. */
    private static int cut(String text, int longest) {
        for (var places :
                List.of(BreakIterator.getLineInstance(Locale.ROOT), BreakIterator.getCharacterInstance(Locale.ROOT))) {
            // What lies far behind does not matter, and a break iterator looks at all it is given.
            places.setText(text.substring(0, Math.min(text.length(), 2 * longest)));
            int place = places.preceding(longest + 1);
            if (place > 0) {
                return place;
            }
        }
        return Character.isLowSurrogate(text.charAt(longest)) ? longest - 1 : longest;
    }

    /** One space where there are many, one line's end where there are many, and no control characters. */
    static String tidy(String written) {
        var tidy = new StringBuilder(written.length());
        boolean spaced = false;
        boolean lineEnded = false;
        for (int at = 0; at < written.length(); at++) {
            char character = written.charAt(at);
            if (character == '\n') {
                lineEnded = true;
            } else if (Character.isWhitespace(character) || character == '\u00a0') {
                spaced = true;
            } else if (!Character.isISOControl(character)) {
                if (!tidy.isEmpty() && (lineEnded || spaced)) {
                    tidy.append(lineEnded ? '\n' : ' ');
                }
                lineEnded = false;
                spaced = false;
                tidy.append(character);
            }
        }
        return tidy.toString();
    }
}
