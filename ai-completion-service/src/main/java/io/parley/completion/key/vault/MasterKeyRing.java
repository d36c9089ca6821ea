package io.parley.completion.key.vault;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Master keys by their versions, as a file has them: a line for each, {@code <version> <32 bytes in base64url>}, in any
 * order; empty lines and what follows {@code #} count for nothing.
 */
final class MasterKeyRing {

    static final int MAX_VERSION = 1_000_000;

    private static final String HEADER = """
            # Parley's master keys, a line for each: its version, and 32 bytes in base64url. The newest wraps, all unwrap.
            # Who loses this file loses every key that users and chatbots have stored.
            """;

    private final SortedMap<Integer, byte[]> keys;

    private MasterKeyRing(SortedMap<Integer, byte[]> keys) {
        this.keys = keys;
    }

    static MasterKeyRing empty() {
        return new MasterKeyRing(new TreeMap<>());
    }

    /** @throws IllegalArgumentException says which line is wrong, and nothing of what it holds */
    static MasterKeyRing parse(byte[] text) {
        var ring = new TreeMap<Integer, byte[]>();
        int number = 0;
        for (int start = 0; start < text.length; ) {
            int end = start;
            while (end < text.length && text[end] != '\n') {
                end++;
            }
            number++;
            var line = Arrays.copyOfRange(text, start, end);
            try {
                read(line, number, ring);
            } finally {
                KeyVault.wipe(line);
            }
            start = end + 1;
        }
        return new MasterKeyRing(ring);
    }

    private static void read(byte[] line, int number, SortedMap<Integer, byte[]> ring) {
        int end = 0;
        while (end < line.length && line[end] != '#') {
            end++;
        }
        int start = 0;
        while (start < end && line[start] <= ' ') {
            start++;
        }
        while (end > start && line[end - 1] <= ' ') {
            end--;
        }
        if (start == end) {
            return;
        }
        int space = start;
        while (space < end && line[space] > ' ') {
            space++;
        }
        int version = version(line, start, space);
        while (space < end && line[space] <= ' ') {
            space++;
        }
        var encoded = Arrays.copyOfRange(line, space, end);
        var key = key(encoded);
        KeyVault.wipe(encoded);
        if (version == 0 || key == null) {
            throw new IllegalArgumentException(
                    "line " + number + " is not a version from 1 to " + MAX_VERSION + " and 32 bytes in base64url");
        }
        if (ring.putIfAbsent(version, key) != null) {
            throw new IllegalArgumentException("line " + number + " has version " + version + " a second time");
        }
    }

    /** 0 where it is none. */
    private static int version(byte[] line, int start, int end) {
        int version = 0;
        for (int i = start; i < end; i++) {
            if (line[i] < '0' || line[i] > '9') {
                return 0;
            }
            version = version * 10 + line[i] - '0';
            if (version > MAX_VERSION) {
                return 0;
            }
        }
        return version;
    }

    /** Null where it is none. */
    static byte @Nullable [] key(byte[] encoded) {
        try {
            var key = Base64.getUrlDecoder().decode(encoded);
            return key.length == AesGcm.KEY_BYTES ? key : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** With a key more, or the same where it has that already. */
    MasterKeyRing with(int version, byte[] key) {
        var held = keys.get(version);
        if (held != null && !Arrays.equals(held, key)) {
            throw new IllegalArgumentException("there are two keys of version " + version);
        }
        var more = new TreeMap<>(keys);
        more.put(version, key.clone());
        return new MasterKeyRing(more);
    }

    MasterKeyRing without(Set<Integer> versions) {
        var fewer = new TreeMap<>(keys);
        fewer.keySet().removeAll(versions);
        return new MasterKeyRing(fewer);
    }

    NavigableSet<Integer> versions() {
        return Collections.unmodifiableNavigableSet(new TreeSet<>(keys.keySet()));
    }

    boolean has(int version) {
        return keys.containsKey(version);
    }

    WrappedKey wrap(byte[] dataKey, byte[] context) {
        if (keys.isEmpty()) {
            throw new NoMasterKey();
        }
        int newest = keys.lastKey();
        return new WrappedKey(newest, AesGcm.seal(key(newest), dataKey, versioned(newest, context)));
    }

    byte[] unwrap(WrappedKey wrapped, byte[] context) {
        int version = wrapped.version();
        return AesGcm.open(key(version), wrapped.text(), versioned(version, context));
    }

    private byte[] key(int version) {
        var key = keys.get(version);
        if (key == null) {
            throw new SealBroken("there is no master key of version " + version);
        }
        return key;
    }

    private static byte[] versioned(int version, byte[] context) {
        return ByteBuffer.allocate(Integer.BYTES + context.length)
                .putInt(version)
                .put(context)
                .array();
    }

    /** As {@link #parse} reads it; the caller wipes it. */
    byte[] text() {
        var text = new WipedBytes();
        try {
            text.writeBytes(HEADER.getBytes(StandardCharsets.US_ASCII));
            keys.forEach((version, key) -> {
                text.writeBytes((version + " ").getBytes(StandardCharsets.US_ASCII));
                var encoded = Base64.getUrlEncoder().withoutPadding().encode(key);
                text.writeBytes(encoded);
                KeyVault.wipe(encoded);
                text.write('\n');
            });
            return text.toByteArray();
        } finally {
            text.wipe();
        }
    }

    void wipe() {
        keys.values().forEach(KeyVault::wipe);
    }

    @Override
    public String toString() {
        return "MasterKeyRing" + keys.keySet();
    }

    /** Leaves nothing behind in its buffer. */
    private static final class WipedBytes extends ByteArrayOutputStream {

        WipedBytes() {
            // Larger than any file of keys, so that no smaller buffer is left behind unwiped on the way.
            super(MasterKeyFile.MAX_BYTES);
        }

        void wipe() {
            KeyVault.wipe(buf);
        }
    }
}
