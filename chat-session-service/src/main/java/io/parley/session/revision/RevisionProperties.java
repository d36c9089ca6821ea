package io.parley.session.revision;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often somebody may change what was said.
 *
 * @param rate how many edits, deletions, reactions and the like a user may make within {@code rateWindow}
 * @param readEvery how often reading on is written down for a user and a conversation
 */
@ConfigurationProperties("parley.revision")
public record RevisionProperties(
        @DefaultValue("60") int rate,
        @DefaultValue("10s") Duration rateWindow,
        @DefaultValue("1s") Duration readEvery) {}
