package io.parley.gateway.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Counts the messages of guests by the address they come from: a guest costs nothing to become, so that a limit on each
 * one holds nobody up. It outlives sockets; each replica of the gateway counts for itself.
 */
@Component
public class GuestMessages {

    private final Cache<String, SlidingWindow> windows;
    private final RateProperties properties;
    private final Clock clock;

    GuestMessages(RateProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
        this.windows = Caffeine.newBuilder()
                .maximumSize(properties.addresses())
                .expireAfterAccess(properties.window().multipliedBy(2))
                .build();
    }

    /** Counts one message of an address, and gives zero; or counts none, and gives the time to wait. */
    public Duration take(String address) {
        return windows.get(address, _ -> new SlidingWindow(properties.addressMessages(), properties.window()))
                .take(nanos(clock.instant()));
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
