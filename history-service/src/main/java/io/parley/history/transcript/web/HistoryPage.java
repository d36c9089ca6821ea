package io.parley.history.transcript.web;

import io.parley.events.Audience;
import io.parley.history.transcript.TranscriptPage;
import java.util.List;

/**
 * A page of the history as clients read it.
 *
 * @param count of the messages in this page
 * @param cursor everything this reader is shown up to there is in the history: a socket resumes after it
 */
record HistoryPage(String conversationId, List<HistoryMessage> messages, int count, boolean hasMore, Cursor cursor) {

    record Cursor(String epoch, long seq) {}

    static HistoryPage of(TranscriptPage page, String epoch, Audience audience) {
        var transcript = page.transcript();
        return new HistoryPage(
                transcript.key().conversation(),
                page.entries().stream()
                        .map(entry -> HistoryMessage.of(transcript.key(), entry))
                        .toList(),
                page.entries().size(),
                page.hasMore(),
                new Cursor(epoch, transcript.reading().lastShownTo(audience)));
    }
}
