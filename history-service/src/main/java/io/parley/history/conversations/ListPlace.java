package io.parley.history.conversations;

import io.parley.history.transcript.Activity;
import java.time.Instant;
import java.util.Comparator;

/** A place in a list of conversations: that of the last one shown. */
public record ListPlace(Instant lastActivity, String conversationId) {

    private static final Comparator<ListPlace> NEWEST_FIRST =
            Comparator.comparing(ListPlace::lastActivity).reversed().thenComparing(ListPlace::conversationId);

    static final Comparator<Activity> ORDER = Comparator.comparing(ListPlace::of, NEWEST_FIRST);

    static ListPlace of(Activity activity) {
        return new ListPlace(activity.lastAt(), activity.key().conversation());
    }

    boolean isBefore(Activity activity) {
        return NEWEST_FIRST.compare(this, of(activity)) < 0;
    }
}
