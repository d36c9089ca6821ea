package io.parley.completion.answering;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How answers are written.
 *
 * @param firstToken how long a model may take to its first token, a second try included
 * @param betweenTokens how long it may be silent afterwards
 * @param retryAfterLimit a provider that wants to be left alone for longer is not asked again
 * @param retryPause before a second try, where the provider says nothing of it
 * @param tooOld a question of this age is not answered any more
 * @param personWait how long a question waits for a person who was called; then the model answers after all
 * @param newest how many messages of a conversation a model is shown
 * @param concurrent how many answers a replica writes at a time; others wait in order
 * @param spacing least time between two pieces of an answer on the live topic
 * @param busySpacing the same while the replica writes more than {@code busyFrom} answers
 * @param busyFrom how many answers at a time are many
 * @param lease how long a job is left to a replica that shows no sign of life
 * @param renewEvery how often a replica renews its leases
 * @param sweepEvery how often a replica looks for jobs that nobody holds
 */
@ConfigurationProperties("parley.answering")
public record AnsweringProperties(
        @DefaultValue("20s") Duration firstToken,
        @DefaultValue("30s") Duration betweenTokens,
        @DefaultValue("5s") Duration retryAfterLimit,
        @DefaultValue("1s") Duration retryPause,
        @DefaultValue("1h") Duration tooOld,
        @DefaultValue("60s") Duration personWait,
        @DefaultValue("20") int newest,
        @DefaultValue("512") int concurrent,
        @DefaultValue("40ms") Duration spacing,
        @DefaultValue("100ms") Duration busySpacing,
        @DefaultValue("100") int busyFrom,
        @DefaultValue("6s") Duration lease,
        @DefaultValue("2s") Duration renewEvery,
        @DefaultValue("1s") Duration sweepEvery) {}
