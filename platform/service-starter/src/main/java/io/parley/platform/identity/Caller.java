package io.parley.platform.identity;

import java.security.Principal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling, as the gateway vouches for it. It is the principal of every exchange and WebSocket handshake.
 *
 * @param roles expanded: an admin has agent and user as well
 * @param name to show to others, where the token had one
 * @param expiresAt end of the outside token; a socket ends with it
 */
public record Caller(
        String tenant,
        String userId,
        Set<Role> roles,
        @Nullable String name,
        Instant expiresAt) implements Principal {

    /** What a caller may do. */
    public enum Role {
        USER,
        AGENT,
        ADMIN
    }

    public boolean isAgent() {
        return roles.contains(Role.AGENT);
    }

    public boolean isAdmin() {
        return roles.contains(Role.ADMIN);
    }

    @Override
    public String getName() {
        return tenant + "/" + userId;
    }
}
