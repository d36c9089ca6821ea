package io.parley.completion.key;

/**
 * What came of wrapping all data keys anew.
 *
 * @param version of the master key that wraps them now
 * @param isResumed whether the version was there already, left by a rotation that did not come to its end
 * @param wrapped data keys that were wrapped anew
 * @param unreadable keys that do not open under any master key; they are as they were
 */
public record Rotation(int version, boolean isResumed, long wrapped, long unreadable) {}
