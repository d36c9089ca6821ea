package io.parley.gateway.access.jose;

import com.nimbusds.jose.JWSAlgorithm;
import io.parley.gateway.access.ClaimRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An issuer the gateway believes, with its keys; {@code algorithm}, where configured, narrows them. */
record TrustedIssuer(
        ClaimRules rules, IssuerKeys keys, @Nullable JWSAlgorithm algorithm) {

    boolean isNamed(@Nullable Object issuer) {
        return rules.issuer() != null && rules.issuer().equals(issuer);
    }

    boolean isNameless() {
        return rules.issuer() == null;
    }

    List<TrustedKey> fitting(List<TrustedKey> all, @Nullable String keyId) {
        return all.stream()
                .filter(key -> key.fits(keyId) && (algorithm == null || algorithm.equals(key.algorithm())))
                .toList();
    }
}
