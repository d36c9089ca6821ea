package io.parley.gateway.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one issuer's claims must say before they name a caller: time, audience, and a subject, tenant and role that this
 * issuer may assert. The signature has been checked before.
 */
public record ClaimRules(
        @Nullable String issuer, @Nullable String audience, Set<String> tenants, Set<Role> roles, boolean forGuests) {

    public static final Duration SKEW = Duration.ofSeconds(30);
    public static final String GUEST_PREFIX = "guest-";
    public static final String EVERY_TENANT = "*";

    private static final Pattern CALLER_CHOSEN_ID = Pattern.compile("[A-Za-z0-9._:@-]{1,128}");
    private static final Set<String> RESERVED_SUBJECTS = Set.of("ai-assistant", "system");
    private static final String RESERVED_PREFIX = "parley-";
    private static final int NAME_LIMIT = 200;

    /** The caller named by the claims; {@code grace} prolongs the end of the token, for renewals. */
    public Caller read(Map<String, ?> claims, Instant now, Duration grace) {
        Instant expiresAt = time(claims, "exp");
        if (expiresAt == null) {
            throw new AccessDenied("The token has no end (exp).");
        }
        if (!now.isBefore(expiresAt.plus(SKEW).plus(grace))) {
            throw new AccessDenied("The token has expired.");
        }
        Instant notBefore = time(claims, "nbf");
        if (notBefore != null && now.plus(SKEW).isBefore(notBefore)) {
            throw new AccessDenied("The token is not valid yet.");
        }
        if (issuer != null && !issuer.equals(claims.get("iss"))) {
            throw new AccessDenied("The token is of another issuer.");
        }
        if (audience != null && !namesAudience(claims.get("aud"), audience)) {
            throw new AccessDenied("The token is for another audience.");
        }
        return new Caller(tenant(claims), subject(claims), role(claims), name(claims), expiresAt);
    }

    private static @Nullable Instant time(Map<String, ?> claims, String claim) {
        return switch (claims.get(claim)) {
            case null -> null;
            case Number seconds
            when Math.abs(seconds.doubleValue()) < 1e11 -> Instant.ofEpochMilli((long) (seconds.doubleValue() * 1000));
            case Date date -> date.toInstant();
            default -> throw new AccessDenied("The token's " + claim + " is no time in seconds.");
        };
    }

    private static boolean namesAudience(@Nullable Object claimed, String audience) {
        return audience.equals(claimed) || (claimed instanceof Collection<?> several && several.contains(audience));
    }

    private String tenant(Map<String, ?> claims) {
        String tenant =
                switch (claims.get("tenant")) {
                    case null -> Caller.DEFAULT_TENANT;
                    case String text when CALLER_CHOSEN_ID.matcher(text).matches() -> text;
                    default -> throw new AccessDenied("The token's tenant is no id.");
                };
        if (!tenants.contains(EVERY_TENANT) && !tenants.contains(tenant)) {
            throw new AccessDenied("The issuer does not speak for this tenant.");
        }
        return tenant;
    }

    private String subject(Map<String, ?> claims) {
        if (!(claims.get("sub") instanceof String subject)
                || !CALLER_CHOSEN_ID.matcher(subject).matches()) {
            throw new AccessDenied("The token's subject (sub) is no id of 1-128 characters of A-Za-z0-9._:@-.");
        }
        if (RESERVED_SUBJECTS.contains(subject) || subject.startsWith(RESERVED_PREFIX)) {
            throw new AccessDenied("The token's subject is reserved.");
        }
        if (subject.startsWith(GUEST_PREFIX) != forGuests) {
            throw new AccessDenied("Guests and only guests are called guest-*.");
        }
        return subject;
    }

    /** Roles of other systems may stand beside ours; they mean nothing here. */
    private Role role(Map<String, ?> claims) {
        List<Role> asserted =
                switch (claims.get("roles")) {
                    case null -> List.of();
                    case String one -> Role.named(one).stream().toList();
                    case Collection<?> several ->
                        several.stream()
                                .filter(String.class::isInstance)
                                .flatMap(name -> Role.named((String) name).stream())
                                .toList();
                    default -> throw new AccessDenied("The token's roles are no list.");
                };
        Role highest = asserted.stream().max(Role::compareTo).orElse(Role.USER);
        if (!roles.containsAll(asserted)) {
            throw new AccessDenied("The issuer may not assert this role.");
        }
        return highest;
    }

    private static @Nullable String name(Map<String, ?> claims) {
        return switch (claims.get("name")) {
            case String name when name.isBlank() -> null;
            case String name
            when name.codePointCount(0, name.length()) > NAME_LIMIT ->
                name.substring(0, name.offsetByCodePoints(0, NAME_LIMIT));
            case String name -> name;
            case null, default -> null;
        };
    }
}
