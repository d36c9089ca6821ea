package io.parley.gateway.access;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom the gateway believes.
 *
 * @param issuers issuers with the tenants and roles each may assert
 * @param jwtSecret shorthand: the HS256 secret of one trusted issuer, at least 32 bytes of UTF-8
 * @param jwtJwks shorthand: URL or file of that issuer's public keys
 * @param jwtIssuer shorthand: its name; without secret and keys they are found by OIDC discovery
 * @param jwtAudience shorthand: the audience its tokens must name
 * @param queryToken whether {@code ?token=} counts on {@code /ws/**}
 * @param guests visitors without an account
 * @param internalKeyFile JWK Set of EC P-256 private keys; the first signs the internal token
 * @param jwksTimeout limit for fetching keys
 * @param jwksRefresh least time between two fetches for one issuer
 * @param jwksLifetime time after which keys are fetched anew, so that removed keys end
 */
@ConfigurationProperties("parley.access")
public record AccessProperties(
        @DefaultValue List<IssuerProperties> issuers,
        @Nullable String jwtSecret,
        @Nullable String jwtJwks,
        @Nullable String jwtIssuer,
        @Nullable String jwtAudience,
        @DefaultValue("true") boolean queryToken,
        @DefaultValue GuestProperties guests,
        @Nullable String internalKeyFile,
        @DefaultValue("5s") Duration jwksTimeout,
        @DefaultValue("10s") Duration jwksRefresh,
        @DefaultValue("10m") Duration jwksLifetime) {

    /**
     * One issuer.
     *
     * @param algorithm RS256, ES256, EdDSA or HS256; without it each key of the JWKS says its own
     * @param secret HS256 secret
     * @param jwksUri URL or file of the public keys
     * @param oidcIssuer where to discover the keys; is the issuer's name too
     * @param issuer the {@code iss} its tokens carry
     * @param audience the {@code aud} its tokens must name
     * @param tenants tenants it speaks for, {@code *} for any
     * @param roles roles it may assert
     */
    public record IssuerProperties(
            @Nullable String algorithm,
            @Nullable String secret,
            @Nullable String jwksUri,
            @Nullable String oidcIssuer,
            @Nullable String issuer,
            @Nullable String audience,
            @DefaultValue(Caller.DEFAULT_TENANT) Set<String> tenants,
            @DefaultValue("user") Set<Role> roles) {}

    /**
     * Guests.
     *
     * @param enabled whether there are any
     * @param limit new guests for one address in an hour
     */
    public record GuestProperties(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("10") int limit) {}
}
