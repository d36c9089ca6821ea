package io.parley.gateway.rate;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.validation.annotation.Validated;

/**
 * What guests may send.
 *
 * @param addressMessages messages of all guests of one address together, within the window
 * @param window in seconds
 * @param addresses how many addresses are remembered; those that were not heard of for longest are forgotten
 */
@Validated
@ConfigurationProperties("parley.rate")
record RateProperties(
        @DefaultValue("60") @Min(1) int addressMessages,

        @DefaultValue("10") @DurationUnit(ChronoUnit.SECONDS)
        Duration window,

        @DefaultValue("50000") @Min(1) int addresses) {}
