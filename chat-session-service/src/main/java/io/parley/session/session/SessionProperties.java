package io.parley.session.session;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long sessions live.
 *
 * @param idleEnd without socket and message
 * @param reviveWithin so long after its user ended it, a session can be gone on with
 */
@ConfigurationProperties("parley.session")
public record SessionProperties(
        @DefaultValue("30m") Duration idleEnd,
        @DefaultValue("60s") Duration reviveWithin) {}
