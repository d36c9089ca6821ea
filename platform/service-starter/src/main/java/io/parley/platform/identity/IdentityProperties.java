package io.parley.platform.identity;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the gateway's word is verified.
 *
 * @param keyFile a JWK Set with the public EC keys of the gateway, two at a time while one replaces the other
 */
@ConfigurationProperties("parley.identity")
record IdentityProperties(@Nullable Path keyFile) {}
