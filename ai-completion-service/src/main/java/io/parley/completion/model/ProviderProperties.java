package io.parley.completion.model;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where users and tenants may send their own keys, beside the public internet.
 *
 * @param allow hosts ({@code ollama.internal}), hosts with a port ({@code 10.0.0.5:11434}), addresses and ranges
 *     ({@code 10.1.0.0/16}); there http will do as well
 */
@ConfigurationProperties("parley.provider")
record ProviderProperties(@DefaultValue List<String> allow) {}
