package io.parley.gateway.access.jose;

import com.nimbusds.jose.JWSAlgorithm;
import io.parley.gateway.access.AccessProperties;
import io.parley.gateway.access.AccessProperties.IssuerProperties;
import io.parley.gateway.access.ClaimRules;
import io.parley.gateway.access.Role;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the configured issuers, and refuses to start with one that could not be believed. */
final class TrustedIssuers {

    private static final int LEAST_SECRET_BYTES = 32;
    private static final Set<JWSAlgorithm> SIGNATURES =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA);

    private final AccessProperties properties;
    private final PublishedKeys published;
    private final Clock clock;

    TrustedIssuers(AccessProperties properties, PublishedKeys published, Clock clock) {
        this.properties = properties;
        this.published = published;
        this.clock = clock;
    }

    List<TrustedIssuer> configured() {
        List<TrustedIssuer> issuers = new ArrayList<>();
        for (IssuerProperties issuer : properties.issuers()) {
            issuers.add(trusted(issuer, "parley.access.issuers"));
        }
        shorthand(issuers);
        return issuers;
    }

    /** The PARLEY_JWT_* names: one issuer of the operator's own, which may assert every tenant and role. */
    private void shorthand(List<TrustedIssuer> issuers) {
        String secret = present(properties.jwtSecret());
        String jwks = present(properties.jwtJwks());
        String issuer = present(properties.jwtIssuer());
        if (secret != null) {
            issuers.add(trusted(own("HS256", secret, null, null), "PARLEY_JWT_SECRET"));
        }
        if (jwks != null) {
            issuers.add(trusted(own(null, null, jwks, null), "PARLEY_JWT_JWKS"));
        }
        if (issuer != null && secret == null && jwks == null) {
            issuers.add(trusted(own(null, null, null, issuer), "PARLEY_JWT_ISSUER"));
        }
    }

    private IssuerProperties own(
            @Nullable String algorithm, @Nullable String secret, @Nullable String jwks, @Nullable String oidc) {
        return new IssuerProperties(
                algorithm,
                secret,
                jwks,
                oidc,
                properties.jwtIssuer(),
                properties.jwtAudience(),
                Set.of(ClaimRules.EVERY_TENANT),
                EnumSet.allOf(Role.class));
    }

    private TrustedIssuer trusted(IssuerProperties issuer, String setting) {
        String secret = present(issuer.secret());
        JWSAlgorithm algorithm = algorithm(issuer, setting);
        if (secret == null) {
            return new TrustedIssuer(rules(issuer), publishedKeys(issuer, setting), algorithm);
        }
        if (algorithm != null && !JWSAlgorithm.HS256.equals(algorithm)) {
            throw new IllegalArgumentException(setting + ": a secret goes with HS256, not " + algorithm);
        }
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < LEAST_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    setting + ": a secret needs at least 32 bytes (256 bits), this one has " + bytes.length);
        }
        return new TrustedIssuer(rules(issuer), IssuerKeys.fixed(TrustedKey.ofSecret(bytes)), JWSAlgorithm.HS256);
    }

    private IssuerKeys publishedKeys(IssuerProperties issuer, String setting) {
        String jwks = present(issuer.jwksUri());
        String oidc = present(issuer.oidcIssuer());
        if (jwks != null) {
            return new LoadedKeys(setting, published.at(jwks), clock, properties);
        }
        if (oidc != null) {
            return new LoadedKeys(setting, published.discoveredFrom(oidc), clock, properties);
        }
        throw new IllegalArgumentException(setting + ": an issuer needs a secret, a jwks-uri or an oidc-issuer");
    }

    private static @Nullable JWSAlgorithm algorithm(IssuerProperties issuer, String setting) {
        String name = present(issuer.algorithm());
        if (name == null) {
            return null;
        }
        JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
        boolean known = present(issuer.secret()) != null
                ? JWSAlgorithm.HS256.equals(algorithm)
                : SIGNATURES.contains(algorithm);
        if (!known) {
            throw new IllegalArgumentException(
                    setting + ": " + name + " is none of RS256, ES256, EdDSA with published keys, HS256 with a secret");
        }
        return algorithm;
    }

    private static ClaimRules rules(IssuerProperties issuer) {
        String name = present(issuer.issuer()) != null ? issuer.issuer() : present(issuer.oidcIssuer());
        EnumSet<Role> roles = EnumSet.of(Role.USER);
        issuer.roles().forEach(role -> roles.addAll(role.expanded()));
        return new ClaimRules(name, present(issuer.audience()), issuer.tenants(), roles, false);
    }

    private static @Nullable String present(@Nullable String setting) {
        return setting == null || setting.isBlank() ? null : setting.strip();
    }
}
