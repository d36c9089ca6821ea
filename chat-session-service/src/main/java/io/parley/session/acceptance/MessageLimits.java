package io.parley.session.acceptance;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.events.MessageId;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many messages a user has sent lately, on all replicas together: each one counts what it accepts at once, and
 * what the others accepted when it reads it in the log. So a limit outlives a reconnect and a restart.
 */
public final class MessageLimits {

    private static final String THREAD = "thread_";

    private final AcceptanceProperties properties;
    private final Clock clock;
    private final Cache<String, Map<MessageId, Instant>> users;

    public MessageLimits(AcceptanceProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
        this.users = Caffeine.newBuilder()
                .expireAfterAccess(properties.rateWindow().multipliedBy(2))
                .maximumSize(200_000)
                .build();
    }

    /**
     * Counts a message that is about to be accepted; the same id counts once.
     *
     * @throws Refusal rate_limited, with the time after which there is room again
     */
    void admit(String tenant, String userId, MessageId id) {
        var sent = sent(tenant, userId);
        synchronized (sent) {
            var now = clock.instant();
            forget(sent, now);
            if (!sent.containsKey(id)) {
                requireRoom(sent, now);
            }
            sent.putIfAbsent(id, now);
        }
    }

    /**
     * Counts nothing.
     *
     * @throws Refusal where a message would be refused now
     */
    void requireRoom(String tenant, String userId) {
        var sent = sent(tenant, userId);
        synchronized (sent) {
            var now = clock.instant();
            forget(sent, now);
            requireRoom(sent, now);
        }
    }

    private void requireRoom(Map<MessageId, Instant> sent, Instant now) {
        if (sent.size() >= properties.rateMessages()) {
            var oldest = sent.values().iterator().next();
            throw new Refusal(
                    ErrorCode.RATE_LIMITED,
                    "Too many messages: %d in %d seconds are allowed."
                            .formatted(
                                    properties.rateMessages(),
                                    properties.rateWindow().toSeconds()),
                    Duration.between(now, oldest.plus(properties.rateWindow())));
        }
    }

    /** Counts a message that some replica accepted. Threads have a limit of their own, elsewhere. */
    public void posted(String tenant, String conversation, String userId, MessageId id, Instant at) {
        if (conversation.startsWith(THREAD) || at.plus(properties.rateWindow()).isBefore(clock.instant())) {
            return;
        }
        var sent = sent(tenant, userId);
        synchronized (sent) {
            // Here too: of a user who sends elsewhere only, nothing is ever asked here.
            forget(sent, clock.instant());
            sent.putIfAbsent(id, at);
        }
    }

    /** How many messages of a user are remembered. */
    int remembered(String tenant, String userId) {
        return sent(tenant, userId).size();
    }

    private Map<MessageId, Instant> sent(String tenant, String userId) {
        return users.get(tenant + "/" + userId, _ -> new LinkedHashMap<>());
    }

    private void forget(Map<MessageId, Instant> sent, Instant now) {
        var since = now.minus(properties.rateWindow());
        sent.values().removeIf(at -> !at.isAfter(since));
    }
}
