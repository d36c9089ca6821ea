package io.parley.completion.document;

import org.jspecify.annotations.Nullable;

/**
 * A passage as it is kept.
 *
 * @param vector its embedding, once {@link Passages#keepVectors} was called for its document
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and a list of numbers would be five times as large
public record StoredPassage(Passage passage, float @Nullable [] vector) {}
