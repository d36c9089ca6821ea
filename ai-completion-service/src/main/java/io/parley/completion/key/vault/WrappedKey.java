package io.parley.completion.key.vault;

/**
 * A data key under a master key.
 *
 * @param version of the master key
 * @param text what the master key made of it, in base64url
 */
public record WrappedKey(int version, String text) {

    @Override
    public String toString() {
        return "WrappedKey[" + version + "]";
    }
}
