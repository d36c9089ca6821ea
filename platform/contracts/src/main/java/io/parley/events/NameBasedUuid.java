package io.parley.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** UUIDs of version 5 (RFC 9562, section 5.5), which the JDK does not make: it knows version 3 only. */
final class NameBasedUuid {

    /** Parley's own name space; any fixed random UUID serves, and changing it would change every id. */
    private static final UUID NAMESPACE = UUID.fromString("6b0c6f1e-6a0e-4f0c-9a35-2f3d5f0f7a11");

    private NameBasedUuid() {}

    static UUID of(String... parts) {
        var sha1 = sha1();
        sha1.update(ByteBuffer.allocate(16)
                .putLong(NAMESPACE.getMostSignificantBits())
                .putLong(NAMESPACE.getLeastSignificantBits())
                .flip());
        for (var part : parts) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            // A length before each part: ("a", "bc") and ("ab", "c") are different names.
            sha1.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
            sha1.update(bytes);
        }
        var hash = ByteBuffer.wrap(sha1.digest());
        long high = (hash.getLong() & ~0xF000L) | 0x5000L;
        long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
