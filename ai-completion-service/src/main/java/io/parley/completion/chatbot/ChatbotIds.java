package io.parley.completion.chatbot;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The form of chatbots' ids, and how one is made of a name. */
public final class ChatbotIds {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /** Paths of URLs take these for the folder and the one above. */
    private static final Pattern DOTS = Pattern.compile("\\.{1,2}");

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");
    private static final int LONGEST_SLUG = 64;

    private ChatbotIds() {}

    public static boolean isValid(String id) {
        return FORM.matcher(id).matches() && !DOTS.matcher(id).matches();
    }

    /** {@code Café Support!} becomes {@code cafe-support}; empty where nothing of a name can be kept. */
    public static String slug(String name) {
        var plain =
                MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
        var dashed = OTHERS.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("-");
        var cut = dashed.substring(0, Math.min(dashed.length(), LONGEST_SLUG));
        return cut.replaceAll("^-|-$", "");
    }
}
