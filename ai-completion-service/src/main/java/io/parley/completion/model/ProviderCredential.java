package io.parley.completion.model;

/** A key and the address it belongs to: one never goes anywhere without the other. */
public record ProviderCredential(String apiKey, String baseUrl) {

    @Override
    public String toString() {
        return "ProviderCredential[" + baseUrl + "]";
    }
}
