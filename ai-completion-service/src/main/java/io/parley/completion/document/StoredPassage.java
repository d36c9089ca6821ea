package io.parley.completion.document;

import org.jspecify.annotations.Nullable;

/**
 * A passage as it is kept.
 *
 * @param vector its embedding, once {@link Passages#keepVectors} was called for its document
 */
public record StoredPassage(Passage passage, float @Nullable [] vector) {}
