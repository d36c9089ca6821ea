package io.parley.gateway.access.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.parley.gateway.access.AccessProperties;
import io.parley.gateway.access.GuestKeys;
import java.text.ParseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;

/** The guest keys in memory: the public parts verify and are published, the newest private one signs. */
final class GuestKeyRing implements IssuerKeys {

    private final LoadedKeys keys;
    private final AtomicReference<JWKSet> loaded = new AtomicReference<>(new JWKSet());

    GuestKeyRing(GuestKeys store, Clock clock, AccessProperties limits) {
        keys = new LoadedKeys(
                "guests",
                () -> store.load(GuestKeyRing::newKey).map(GuestKeyRing::keySet).doOnNext(loaded::set),
                clock,
                limits);
    }

    @Override
    public Mono<List<TrustedKey>> current() {
        return keys.current();
    }

    @Override
    public Mono<List<TrustedKey>> renewed() {
        return keys.renewed();
    }

    Mono<Map<String, Object>> published() {
        return current().map(known -> loaded.get().toJSONObject(true));
    }

    Mono<ECKey> signer() {
        return current().map(known -> loaded.get().getKeys().getFirst().toECKey());
    }

    private static String newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID("guest-" + UUID.randomUUID())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate()
                    .toJSONString();
        } catch (JOSEException impossible) {
            throw new IllegalStateException("Every JDK makes P-256 keys", impossible);
        }
    }

    private static JWKSet keySet(List<String> texts) {
        List<JWK> set = new ArrayList<>();
        for (String text : texts) {
            try {
                set.add(JWK.parse(text));
            } catch (ParseException broken) {
                throw new IllegalStateException("A guest key is no JWK", broken);
            }
        }
        return new JWKSet(set);
    }
}
