package io.parley.completion.key;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What keys are sealed with.
 *
 * @param masterKeyFile file of master keys, see docs/keys.md; empty for none
 * @param encryptionKey the master key of version 1, 32 bytes in base64url; empty for none
 */
@ConfigurationProperties("parley.key")
record KeyProperties(
        @DefaultValue("") String masterKeyFile,
        @DefaultValue("") String encryptionKey) {

    @Override
    public String toString() {
        return "KeyProperties[" + masterKeyFile + "]";
    }
}
