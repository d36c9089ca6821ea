package io.parley.history.transcript;

import java.util.List;

/**
 * A numbered page of the history of an assistant's room.
 *
 * @param entries oldest first
 * @param total of all pages
 * @param hasMore whether there are newer ones
 */
public record RoomPage(List<TranscriptEntry> entries, int total, boolean hasMore) {

    public static final RoomPage EMPTY = new RoomPage(List.of(), 0, false);
}
