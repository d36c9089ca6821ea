package io.parley.events;

import java.util.UUID;

/** An agent gave the floor back to the assistant. */
public record HandedBack(UUID escalationId, long fence, String reason, Sender handedBackBy) implements FloorEvent {}
