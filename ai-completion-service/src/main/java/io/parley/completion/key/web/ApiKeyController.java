package io.parley.completion.key.web;

import io.parley.completion.key.ApiKeys;
import io.parley.completion.key.KeyDescription;
import io.parley.completion.key.KeyHolder;
import io.parley.completion.key.ProviderAddresses;
import io.parley.completion.key.TryKey;
import io.parley.platform.identity.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /api/settings/api-key}: the caller's own key, and nobody else's. */
@RestController
final class ApiKeyController {

    private final ApiKeys keys;
    private final ProviderAddresses addresses;
    private final TryKey trial;

    ApiKeyController(ApiKeys keys, ProviderAddresses addresses, TryKey trial) {
        this.keys = keys;
        this.addresses = addresses;
        this.trial = trial;
    }

    /** Where there is no key, {@code configured} is all there is to say. */
    record Settings(
            boolean configured,
            @Nullable String last4,
            @Nullable Instant createdAt,
            @Nullable String provider,
            @Nullable String baseUrl) {

        static final Settings NONE = new Settings(false, null, null, null, null);

        static Settings of(KeyDescription key) {
            return new Settings(true, key.last4(), key.createdAt(), key.provider(), key.baseUrl());
        }
    }

    @PutMapping("/api/settings/api-key")
    Mono<ResponseEntity<Settings>> put(Caller caller, @RequestBody(required = false) byte @Nullable [] body) {
        var wanted = WantedKey.parse(body);
        var kept = wanted.baseUrl() == null
                ? put(caller, wanted, null)
                : addresses.require(wanted.baseUrl()).flatMap(url -> put(caller, wanted, url.toString()));
        return kept.map(ApiKeyController::answer);
    }

    private Mono<Settings> put(Caller caller, WantedKey wanted, @Nullable String baseUrl) {
        var tried = wanted.validate() ? trial.tryKey(wanted.apiKey(), baseUrl) : Mono.<Void>empty();
        return tried.then(Mono.defer(() -> keys.put(holder(caller), wanted.apiKey(), baseUrl)))
                .map(Settings::of);
    }

    @GetMapping("/api/settings/api-key")
    Mono<ResponseEntity<Settings>> get(Caller caller) {
        return keys.find(holder(caller))
                .map(Settings::of)
                .defaultIfEmpty(Settings.NONE)
                .map(ApiKeyController::answer);
    }

    @DeleteMapping("/api/settings/api-key")
    Mono<ResponseEntity<Void>> delete(Caller caller) {
        return keys.delete(holder(caller)).thenReturn(ResponseEntity.noContent().build());
    }

    private static KeyHolder holder(Caller caller) {
        return KeyHolder.user(caller.tenant(), caller.userId());
    }

    private static ResponseEntity<Settings> answer(Settings settings) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(settings);
    }
}
