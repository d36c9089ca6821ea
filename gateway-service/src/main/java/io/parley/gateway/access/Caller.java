package io.parley.gateway.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whose credential was verified. {@code role} is the highest one asserted; {@code expiresAt} is the end of the
 * outside token, at which sockets end too.
 */
public record Caller(
        String tenant, String userId, Role role, @Nullable String name, Instant expiresAt) {

    public static final String DEFAULT_TENANT = "default";

    public boolean isGuest() {
        return userId.startsWith(ClaimRules.GUEST_PREFIX);
    }

    public Set<Role> roles() {
        return role.expanded();
    }
}
