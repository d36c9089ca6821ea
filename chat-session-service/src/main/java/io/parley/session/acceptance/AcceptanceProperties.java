package io.parley.session.acceptance;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is accepted, and how much of it.
 *
 * @param maxLength of a message, in code points
 * @param rateMessages how many messages a user may send within {@code rateWindow}
 * @param acknowledgeLimit after this long without acknowledgement the sender is told so
 */
@ConfigurationProperties("parley.acceptance")
public record AcceptanceProperties(
        @DefaultValue("1000") int maxLength,
        @DefaultValue("20") int rateMessages,
        @DefaultValue("10s") Duration rateWindow,
        @DefaultValue("10s") Duration acknowledgeLimit) {}
