package io.parley.completion.model;

import io.parley.completion.prompt.Prompt;
import org.jspecify.annotations.Nullable;

/**
 * A question to a language model.
 *
 * @param model the provider's name of the model; null for the suite's
 */
public record ModelRequest(
        Prompt prompt, @Nullable String model, double temperature, int maxTokens, ProviderCredential credential) {}
