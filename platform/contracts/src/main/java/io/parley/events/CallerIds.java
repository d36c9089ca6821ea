package io.parley.events;

import java.util.regex.Pattern;

/** The form of ids that callers choose: conversations and users. */
public final class CallerIds {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:@-]{1,128}");

    private CallerIds() {}

    public static boolean isValid(String id) {
        return FORM.matcher(id).matches();
    }
}
