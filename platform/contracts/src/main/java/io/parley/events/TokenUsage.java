package io.parley.events;

/** What an answer cost at its provider, in tokens. */
public record TokenUsage(int promptTokens, int completionTokens, int totalTokens) {}
