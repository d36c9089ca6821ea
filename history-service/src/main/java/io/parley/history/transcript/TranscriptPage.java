package io.parley.history.transcript;

import java.util.List;

/**
 * A part of a transcript.
 *
 * @param entries oldest first
 * @param hasMore whether there are more in the direction that was asked for
 * @param transcript as it was when the page was read: the page shows everything up to there
 */
public record TranscriptPage(List<TranscriptEntry> entries, boolean hasMore, Transcript transcript) {}
