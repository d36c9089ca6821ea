package io.parley.completion.chatbot;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks for words and phrases in what somebody wrote: whole words, in any case and any script. Scripts that are written
 * without spaces between words have no whole words to see, so there a phrase may stand anywhere.
 */
final class Phrases {

    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;
    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final String LETTER = "[\\p{L}\\p{M}\\p{N}_]";

    private static final Set<UnicodeScript> WITHOUT_SPACES = Set.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    private Phrases() {}

    static boolean anyIn(List<String> phrases, String text) {
        if (phrases.isEmpty()) {
            return false;
        }
        var normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        return phrases.stream()
                .anyMatch(phrase -> pattern(phrase).matcher(normal).find());
    }

    private static Pattern pattern(String phrase) {
        var normal = Normalizer.normalize(phrase.strip(), Normalizer.Form.NFC);
        var words = SPACE.splitAsStream(normal).map(Pattern::quote).toList();
        return Pattern.compile(
                (isSpaced(normal.codePointAt(0)) ? "(?<!" + LETTER + ")" : "")
                        + String.join("\\s+", words)
                        + (isSpaced(normal.codePointBefore(normal.length())) ? "(?!" + LETTER + ")" : ""),
                FLAGS);
    }

    private static boolean isSpaced(int character) {
        return !WITHOUT_SPACES.contains(UnicodeScript.of(character));
    }
}
