package io.parley.platform.log;

/** Where a fact was appended. */
public record LogPlace(int partition, long seq) {}
