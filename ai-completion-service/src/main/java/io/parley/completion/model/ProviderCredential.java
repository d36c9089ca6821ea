package io.parley.completion.model;

import io.parley.events.Payer;

/**
 * A key and the address it belongs to: one never goes anywhere without the other.
 *
 * @param payer whose key it is
 */
public record ProviderCredential(String apiKey, String baseUrl, Payer payer) {

    @Override
    public String toString() {
        return "ProviderCredential[" + payer + " at " + baseUrl + "]";
    }
}
