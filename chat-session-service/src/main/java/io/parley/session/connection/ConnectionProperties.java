package io.parley.session.connection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How sockets live.
 *
 * @param openLimit from the upgrade to {@code session_info}; then the socket closes 1013
 * @param pingEvery how often the server pings
 * @param silentLimit a socket that shows nothing for this long, not even a pong, closes 4408
 * @param expiryWarning how long before its token ends a socket is told
 */
@ConfigurationProperties("parley.connection")
public record ConnectionProperties(
        @DefaultValue("30s") Duration openLimit,
        @DefaultValue("25s") Duration pingEvery,
        @DefaultValue("60s") Duration silentLimit,
        @DefaultValue("60s") Duration expiryWarning) {}
