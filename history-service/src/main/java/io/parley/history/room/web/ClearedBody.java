package io.parley.history.room.web;

/** What clearing a room answers. */
record ClearedBody(boolean success, String message, int deletedCount) {

    static ClearedBody of(int deleted) {
        return new ClearedBody(true, "Cleared " + deleted + " messages", deleted);
    }
}
