package io.parley.gateway.access;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a caller may do; each role includes the ones before it. */
public enum Role {
    USER,
    AGENT,
    ADMIN;

    public static Optional<Role> named(String name) {
        for (Role role : values()) {
            if (role.wireName().equals(name)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Set<Role> expanded() {
        return EnumSet.range(USER, this);
    }
}
