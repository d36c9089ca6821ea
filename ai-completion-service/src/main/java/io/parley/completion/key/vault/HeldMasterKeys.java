package io.parley.completion.key.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Master keys in this process: those of a file, and a first one from a setting. The file is looked at before each
 * wrapping, which is rare, and when a version is met that is not known yet; who adds a version and then wraps with it
 * is therefore understood by everybody at once. A file that cannot be read any more changes nothing.
 */
public final class HeldMasterKeys implements MasterKeys, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HeldMasterKeys.class);

    /** The setting's key is of this version. */
    public static final int FIRST = 1;

    /** A file lies on some disk, which may be a network's. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final @Nullable MasterKeyFile file;
    private final byte @Nullable [] first;

    /** One thread: it reads the file, and nobody uses a ring while it is wiped. */
    private final Scheduler thread = Schedulers.newSingle("master-keys", true);

    private MasterKeyRing ring;
    private MasterKeyFile.@Nullable Stamp stamp;

    private HeldMasterKeys(@Nullable MasterKeyFile file, byte @Nullable [] first) {
        this.file = file;
        this.first = first;
        this.ring = MasterKeyRing.empty();
        load();
    }

    /**
     * Reads what there is, and fails where that is no good.
     *
     * @param file null for none
     * @param first 32 bytes in base64url, the key of version 1; empty for none. With a file it stands beside those of
     *     the file, which may have the same version 1 and no other.
     */
    public static HeldMasterKeys of(@Nullable MasterKeyFile file, String first) {
        if (first.isBlank()) {
            return new HeldMasterKeys(file, null);
        }
        var key = MasterKeyRing.key(first.strip().getBytes(StandardCharsets.UTF_8));
        if (key == null) {
            throw new IllegalStateException("API_KEY_ENCRYPTION_KEY is not 32 bytes in base64url");
        }
        return new HeldMasterKeys(file, key);
    }

    /** Whether there is any. */
    public boolean isEmpty() {
        return file == null && first == null;
    }

    @Override
    public Mono<WrappedKey> wrap(byte[] dataKey, byte[] context) {
        return Mono.fromCallable(() -> {
                    lookAgain();
                    return ring.wrap(dataKey, context);
                })
                .subscribeOn(thread)
                .timeout(LIMIT);
    }

    @Override
    public Mono<byte[]> unwrap(WrappedKey wrapped, byte[] context) {
        return Mono.fromCallable(() -> {
                    if (!ring.has(wrapped.version())) {
                        lookAgain();
                    }
                    return ring.unwrap(wrapped, context);
                })
                .subscribeOn(thread)
                .timeout(LIMIT);
    }

    private void lookAgain() {
        try {
            if (file != null && !Objects.equals(stamp, file.stamp())) {
                load();
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            log.warn("The master keys cannot be read anew; going on with {}: {}", ring, e.getMessage());
        }
    }

    private void load() {
        var seen = file == null ? null : stamp(file);
        var read = file == null ? MasterKeyRing.empty() : file.read();
        try {
            var next = first == null ? read : read.with(FIRST, first);
            ring.wipe();
            ring = next;
            stamp = seen;
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("API_KEY_ENCRYPTION_KEY is another key than version 1 of " + file
                    + ": take away the one that never wrapped anything");
        }
    }

    /** Before the content: a change between the two is seen the next time. */
    private static MasterKeyFile.@Nullable Stamp stamp(MasterKeyFile file) {
        try {
            return file.stamp();
        } catch (IOException e) {
            return null; // reading says what is wrong
        }
    }

    @Override
    public void close() {
        thread.dispose();
    }
}
