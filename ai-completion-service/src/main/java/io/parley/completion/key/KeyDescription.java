package io.parley.completion.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What may be shown of a key.
 *
 * @param last4 its last characters: four, and of a short one no more than half
 * @param provider {@code openai}, or the host its holder chose
 * @param baseUrl where it goes; null for the suite's own {@code OPENAI_BASE_URL}
 * @param createdAt when it was put here
 */
public record KeyDescription(
        String last4, String provider, @Nullable String baseUrl, Instant createdAt) {}
