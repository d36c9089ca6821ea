package io.parley.history.transcript.web;

import io.parley.history.transcript.TranscriptCursor;
import io.parley.history.transcript.TranscriptProperties;
import io.parley.platform.problem.Problem;
import io.parley.platform.problem.QueryNumber;
import org.jspecify.annotations.Nullable;

/** Which part of the history a client asks for, checked. */
record HistoryRange(TranscriptCursor cursor, int limit) {

    static HistoryRange parse(
            @Nullable String limit, @Nullable String before, @Nullable String after, int defaultLimit) {
        if (before != null && after != null) {
            throw Problem.badRequest("bad_request", "Give before or after, not both.");
        }
        int wanted = limit == null
                ? defaultLimit
                : (int) QueryNumber.between("limit", limit, 1, TranscriptProperties.LARGEST_PAGE);
        if (before != null) {
            return new HistoryRange(
                    new TranscriptCursor.Before(QueryNumber.between("before", before, 0, Long.MAX_VALUE)), wanted);
        }
        if (after != null) {
            return new HistoryRange(
                    new TranscriptCursor.After(QueryNumber.between("after", after, 0, Long.MAX_VALUE)), wanted);
        }
        return new HistoryRange(TranscriptCursor.newest(), wanted);
    }
}
