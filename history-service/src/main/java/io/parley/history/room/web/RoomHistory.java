package io.parley.history.room.web;

import io.parley.history.transcript.RoomPage;
import java.util.List;

/** A page of a room's history as seed 004's front end reads it. */
record RoomHistory(boolean success, List<RoomMessage> messages, Pagination pagination) {

    record Pagination(long page, int limit, int total, boolean hasMore) {}

    static RoomHistory of(RoomPage found, long page, int limit) {
        return new RoomHistory(
                true,
                found.entries().stream().map(RoomMessage::of).toList(),
                new Pagination(page, limit, found.total(), found.hasMore()));
    }
}
