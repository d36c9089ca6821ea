package io.parley.events;

/** Everything said up to here is to be forgotten: by views, by prompts, and by the log itself. */
public record HistoryCleared(String clearedBy) implements ConversationEvent {}
