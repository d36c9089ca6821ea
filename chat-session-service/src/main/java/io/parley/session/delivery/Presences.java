package io.parley.session.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.events.Sender;
import io.parley.events.live.Presence;
import io.parley.events.log.ConversationKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is there, in every conversation, as the live topic tells it. Each replica repeats whom it has every half minute;
 * whoever is not repeated for two and a half times as long has gone with the replica that told it.
 */
final class Presences {

    private static final Duration KEPT = Duration.ofSeconds(75);

    private final Cache<ConversationKey, Map<String, Present>> conversations;
    private final Clock clock;

    /** @param sources replicas with a socket of this user, and when they last said so */
    private record Present(Sender who, Map<String, Instant> sources) {}

    Presences(Clock clock) {
        this.clock = clock;
        this.conversations =
                Caffeine.newBuilder().expireAfterAccess(KEPT.multipliedBy(2)).build();
    }

    /** Takes a signal of a time; answers whether somebody has come or gone by it. */
    boolean take(ConversationKey key, Presence signal, Instant at) {
        if (at.isBefore(clock.instant().minus(KEPT))) {
            // Read back at the start: it says nothing of now.
            return false;
        }
        var changed = new boolean[1];
        conversations.asMap().compute(key, (_, known) -> {
            var present = known == null ? new LinkedHashMap<String, Present>() : known;
            changed[0] = take(present, signal, at);
            return present.isEmpty() ? null : present;
        });
        return changed[0];
    }

    private static boolean take(Map<String, Present> present, Presence signal, Instant at) {
        var id = signal.sender().id();
        var before = present.get(id);
        if (signal.online()) {
            var sources = before == null ? new LinkedHashMap<String, Instant>() : before.sources();
            sources.put(signal.source(), at);
            present.put(id, new Present(signal.sender(), sources));
            return before == null;
        }
        if (before == null) {
            return false;
        }
        before.sources().remove(signal.source());
        return before.sources().isEmpty() && present.remove(id) != null;
    }

    List<Sender> online(ConversationKey key) {
        var online = new ArrayList<Sender>();
        conversations.asMap().computeIfPresent(key, (_, present) -> {
            present.values().forEach(one -> online.add(one.who()));
            return present;
        });
        return online;
    }

    /** Forgets whoever was not repeated for long; answers who. */
    List<Sender> expire(ConversationKey key) {
        var since = clock.instant().minus(KEPT);
        var gone = new ArrayList<Sender>();
        conversations.asMap().computeIfPresent(key, (_, present) -> {
            present.values().removeIf(one -> {
                one.sources().values().removeIf(last -> last.isBefore(since));
                return one.sources().isEmpty() && gone.add(one.who());
            });
            return present.isEmpty() ? null : present;
        });
        return gone;
    }
}
