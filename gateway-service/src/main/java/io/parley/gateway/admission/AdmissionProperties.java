package io.parley.gateway.admission;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What may come in.
 *
 * @param allowedOrigins origins of pages that may call beside the gateway's own, {@code *} stands for a part of one
 * @param trustedProxies addresses (CIDR) whose X-Forwarded-For is believed
 * @param bodyLimit largest request body
 * @param documentLimit largest upload of a chatbot's document
 */
@ConfigurationProperties("parley.admission")
public record AdmissionProperties(
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue List<String> trustedProxies,
        @DefaultValue("1MB") DataSize bodyLimit,
        @DefaultValue("25MB") DataSize documentLimit) {}
