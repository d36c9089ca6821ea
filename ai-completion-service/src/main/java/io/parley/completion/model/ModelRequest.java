package io.parley.completion.model;

import io.parley.completion.prompt.Prompt;
import org.jspecify.annotations.Nullable;

/**
 * A question to a language model.
 *
 * @param model the provider's name of the model; null for the suite's
 * @param mayCallPerson whether the model is given a tool to call a person with
 */
public record ModelRequest(
        Prompt prompt,
        @Nullable String model,
        double temperature,
        int maxTokens,
        boolean mayCallPerson,
        ProviderCredential credential) {

    /** The same question to another model. */
    public ModelRequest to(String otherModel) {
        return new ModelRequest(prompt, otherModel, temperature, maxTokens, mayCallPerson, credential);
    }
}
