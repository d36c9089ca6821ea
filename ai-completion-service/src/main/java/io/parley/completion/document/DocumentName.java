package io.parley.completion.document;

import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.Locale;

/** What is kept of a file's name: a name only, that can be shown anywhere and leads nowhere. */
final class DocumentName {

    /** Code points; what the usual file systems allow in bytes. */
    private static final int LONGEST = 255;

    private static final String WITHOUT_NAME = "document";

    private DocumentName() {}

    /** Without folders, control and formatting characters, and whatever is too long; the ending stays. */
    static String cleaned(String name) {
        var normal = Normalizer.normalize(name, Normalizer.Form.NFC).replace('\\', '/');
        var last = normal.substring(normal.lastIndexOf('/') + 1);
        var shown = last.codePoints()
                .filter(DocumentName::isShown)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceAll("\\s+", " ")
                .strip();
        var named = shown.isEmpty() || shown.startsWith(".") ? WITHOUT_NAME + shown : shown;
        return shortened(named);
    }

    private static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    // Among them the marks that turn the order of what follows around: "exe.fdp" shown as "pdf.exe".
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static String shortened(String name) {
        if (name.codePointCount(0, name.length()) <= LONGEST) {
            return name;
        }
        var dot = name.lastIndexOf('.');
        var ending = name.length() - dot > 10 ? "" : name.substring(dot);
        var graphemes = BreakIterator.getCharacterInstance(Locale.ROOT);
        graphemes.setText(name);
        int cut = graphemes.preceding(name.offsetByCodePoints(0, LONGEST - ending.length()) + 1);
        return name.substring(0, cut) + ending;
    }
}
