package io.parley.completion.key.vault;

import java.util.UUID;

/**
 * A secret under a data key of its own, and that data key under a master key.
 *
 * @param id made anew for each secret, and part of what it is sealed for
 * @param text what the data key made of the secret, in base64url
 */
public record SealedKey(UUID id, String text, WrappedKey dataKey) {

    SealedKey wrapped(WrappedKey anew) {
        return new SealedKey(id, text, anew);
    }

    @Override
    public String toString() {
        return "SealedKey[" + id + ", " + dataKey + "]";
    }
}
