package io.parley.session.revision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.platform.identity.Caller;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many changes a user has made here lately: a limit of their own, so that none of them costs a message. */
final class RevisionLimits {

    private final RevisionProperties properties;
    private final Clock clock;
    private final Cache<String, Deque<Instant>> users;

    RevisionLimits(RevisionProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
        this.users = Caffeine.newBuilder()
                .expireAfterAccess(properties.rateWindow().multipliedBy(2))
                .maximumSize(200_000)
                .build();
    }

    /** @throws Refusal rate_limited, with the time after which there is room again */
    void admit(Caller caller) {
        var made = users.get(caller.getName(), _ -> new ArrayDeque<>());
        synchronized (made) {
            var now = clock.instant();
            var since = now.minus(properties.rateWindow());
            while (!made.isEmpty() && !made.getFirst().isAfter(since)) {
                made.removeFirst();
            }
            if (made.size() >= properties.rate()) {
                throw new Refusal(
                        ErrorCode.RATE_LIMITED,
                        "Too many changes: %d in %d seconds are allowed."
                                .formatted(
                                        properties.rate(),
                                        properties.rateWindow().toSeconds()),
                        Duration.between(since, made.getFirst()));
            }
            made.addLast(now);
        }
    }
}
