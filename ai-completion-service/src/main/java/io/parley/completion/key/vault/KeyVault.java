package io.parley.completion.key.vault;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * Seals secrets, each under a data key of its own that a master key wraps. Whom a secret belongs to is no part of the
 * seal but needed to open it, so that one which was moved to somebody else stays shut.
 */
public final class KeyVault {

    /** Of the form of seals, and part of them: another form would be another number, beside this one. */
    private static final String FORM = "1";

    private final MasterKeys masters;

    public KeyVault(MasterKeys masters) {
        this.masters = masters;
    }

    /** @param secret not wiped here: it may be sealed again */
    public Mono<SealedKey> seal(List<String> belongsTo, byte[] secret) {
        return Mono.using(
                AesGcm::newKey,
                dataKey -> {
                    var id = UUID.randomUUID();
                    var text = AesGcm.seal(dataKey, secret, context("secret", belongsTo, id));
                    return masters.wrap(dataKey, context("data key", belongsTo, id))
                            .map(wrapped -> new SealedKey(id, text, wrapped));
                },
                KeyVault::wipe);
    }

    /** The secret, which the caller wipes; fails with {@link SealBroken}. */
    public Mono<byte[]> open(List<String> belongsTo, SealedKey sealed) {
        return masters.unwrap(sealed.dataKey(), context("data key", belongsTo, sealed.id()))
                .map(dataKey -> {
                    try {
                        return AesGcm.open(dataKey, sealed.text(), context("secret", belongsTo, sealed.id()));
                    } finally {
                        wipe(dataKey);
                    }
                });
    }

    /** The data key under the newest master key; the secret is not touched. */
    public Mono<WrappedKey> rewrap(List<String> belongsTo, SealedKey sealed) {
        var context = context("data key", belongsTo, sealed.id());
        return masters.unwrap(sealed.dataKey(), context)
                .flatMap(dataKey -> Mono.using(() -> dataKey, key -> masters.wrap(key, context), KeyVault::wipe));
    }

    public static void wipe(byte[] secret) {
        Arrays.fill(secret, (byte) 0);
    }

    /** Each part behind its length: no two lists of parts read the same. */
    private static byte[] context(String what, List<String> belongsTo, UUID id) {
        var parts = new ArrayList<String>();
        parts.addAll(List.of("parley api key", FORM, what));
        parts.addAll(belongsTo);
        parts.add(id.toString());
        var bytes = new ByteArrayOutputStream();
        for (var part : parts) {
            var text = part.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
            bytes.writeBytes(text);
        }
        return bytes.toByteArray();
    }
}
