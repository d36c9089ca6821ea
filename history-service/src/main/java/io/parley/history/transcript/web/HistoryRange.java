package io.parley.history.transcript.web;

import io.parley.history.transcript.TranscriptCursor;
import io.parley.history.transcript.TranscriptProperties;
import io.parley.platform.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Which part of the history a client asks for, checked. */
record HistoryRange(TranscriptCursor cursor, int limit) {

    static HistoryRange parse(
            @Nullable String limit, @Nullable String before, @Nullable String after, int defaultLimit) {
        if (before != null && after != null) {
            throw Problem.badRequest("bad_request", "Give before or after, not both.");
        }
        int wanted = limit == null ? defaultLimit : (int) number("limit", limit, 1, TranscriptProperties.LARGEST_PAGE);
        if (before != null) {
            return new HistoryRange(new TranscriptCursor.Before(number("before", before, 0, Long.MAX_VALUE)), wanted);
        }
        if (after != null) {
            return new HistoryRange(new TranscriptCursor.After(number("after", after, 0, Long.MAX_VALUE)), wanted);
        }
        return new HistoryRange(TranscriptCursor.newest(), wanted);
    }

    private static long number(String name, String value, long least, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // answered below, like a number out of range
        }
        throw Problem.badRequest(
                "bad_request",
                most == Long.MAX_VALUE
                        ? "%s must be a whole number of %d or more.".formatted(name, least)
                        : "%s must be a whole number from %d to %d.".formatted(name, least, most));
    }
}
