package io.parley.gateway.access.jose;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Where issuers publish their keys: a JWKS at a URL or in a file, or behind OIDC discovery. */
final class PublishedKeys {

    private final WebClient web;

    PublishedKeys(WebClient web) {
        this.web = web;
    }

    LoadedKeys.Source at(String place) {
        if (place.startsWith("http://") || place.startsWith("https://")) {
            return () -> get(place).map(PublishedKeys::keySet);
        }
        Path file = Path.of(place.startsWith("file:") ? URI.create(place).getPath() : place);
        return () -> Mono.fromSupplier(() -> keySet(read(file))).subscribeOn(Schedulers.boundedElastic());
    }

    /** The discovery document must name the very issuer it was asked for (OpenID Connect Discovery 4.3). */
    LoadedKeys.Source discoveredFrom(String issuer) {
        String document = (issuer.endsWith("/") ? issuer : issuer + "/") + ".well-known/openid-configuration";
        return () -> get(document)
                .map(text -> keysAddress(text, issuer))
                .flatMap(this::get)
                .map(PublishedKeys::keySet);
    }

    private Mono<String> get(String address) {
        return web.get().uri(URI.create(address)).retrieve().bodyToMono(String.class);
    }

    private static String keysAddress(String document, String issuer) {
        try {
            var fields = JSONObjectUtils.parse(document);
            String address = JSONObjectUtils.getString(fields, "jwks_uri");
            if (!issuer.equals(JSONObjectUtils.getString(fields, "issuer")) || address == null) {
                throw new IllegalStateException("The discovery document is of another issuer or names no keys");
            }
            return address;
        } catch (ParseException malformed) {
            throw new IllegalStateException("The discovery document is no JSON object", malformed);
        }
    }

    private static JWKSet keySet(String text) {
        try {
            return JWKSet.parse(text);
        } catch (ParseException malformed) {
            throw new IllegalStateException("The key set is no JWKS", malformed);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
