package io.parley.events;

/**
 * Everything said up to here is to be forgotten: by views, by prompts, and by the log itself.
 *
 * @param whole whether the conversation itself is gone, its owner and its floor with it; its id can be used again
 * @param fence from here on: one more than the writer has read, so that no answer begun before counts after; it outlives
 *     the records that are erased
 */
public record HistoryCleared(String clearedBy, boolean whole, long fence) implements ConversationEvent {}
