package io.parley.session.delivery;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How conversations are delivered.
 *
 * @param tail how much of the newest facts is held in memory for those who come back
 */
@ConfigurationProperties("parley.delivery")
public record DeliveryProperties(@DefaultValue("64MB") DataSize tail) {}
