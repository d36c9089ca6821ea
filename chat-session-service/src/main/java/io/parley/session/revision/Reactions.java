package io.parley.session.revision;

import java.util.regex.Pattern;

/** What somebody may answer a message with instead of words: {@code up}, {@code down}, or one emoji. */
final class Reactions {

    private static final int LENGTH = 32;

    private static final String EMOJI = "[\\p{IsExtended_Pictographic}&&\\p{IsEmoji}]";
    private static final String SKIN_OR_FORM = "(?:\\p{IsEmoji_Modifier}|\\x{FE0F})?";
    private static final String TAGS = "(?:[\\x{E0020}-\\x{E007E}]{1,8}\\x{E007F})?";
    private static final String ONE = EMOJI + SKIN_OR_FORM + TAGS;

    /** One emoji may be several characters: joined ones, a flag of two letters, a key with its cap. */
    private static final Pattern FORM = Pattern.compile("up|down|" + ONE + "(?:\\x{200D}" + ONE + "){0,6}"
            + "|[\\x{1F1E6}-\\x{1F1FF}]{2}|[0-9#*]\\x{FE0F}?\\x{20E3}");

    private Reactions() {}

    static boolean isReaction(String text) {
        return text.length() <= LENGTH && FORM.matcher(text).matches();
    }
}
