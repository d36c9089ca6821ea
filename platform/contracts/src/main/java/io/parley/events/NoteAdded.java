package io.parley.events;

import java.util.UUID;

/** A word among agents. No visitor ever sees it. */
public record NoteAdded(UUID escalationId, long fence, UUID noteId, Sender author, String text) implements FloorEvent {}
