package io.parley.escalation.desk;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether an agent is there, as it says itself. Claiming asks for nothing of it.
 *
 * @param capacity conversations it wants to have at a time; null where it did not say
 * @param name to show to others
 * @param since null where it never said anything
 */
public record AgentStatus(
        String tenant,
        String agentId,
        Presence presence,
        @Nullable Integer capacity,
        @Nullable String name,
        @Nullable Instant since) {

    /** Whether somebody is at the desk. */
    public enum Presence {
        ONLINE,
        AWAY,
        OFFLINE;

        /** The word on the wire. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Presence> of(String word) {
            return Stream.of(values())
                    .filter(presence -> presence.wire().equals(word))
                    .findFirst();
        }
    }

    public static AgentStatus unknown(String tenant, String agentId) {
        return new AgentStatus(tenant, agentId, Presence.OFFLINE, null, null, null);
    }
}
