package io.parley.completion.key.vault;

import reactor.core.publisher.Mono;

/**
 * Keys that wrap data keys and nothing else. {@link HeldMasterKeys} has them in this process, from a file or a setting;
 * a key management service would be another implementation, of two remote calls, and the master key would never be
 * here.
 *
 * <p>Versions are numbers from 1 that grow. The newest wraps; all unwrap.
 */
public interface MasterKeys {

    /**
     * Wraps under the newest version. The caller wipes the data key.
     *
     * @param context what the data key is for; it opens with the same only
     * @return fails with {@link NoMasterKey} where there is none
     */
    Mono<WrappedKey> wrap(byte[] dataKey, byte[] context);

    /**
     * The data key; the caller wipes it. A version this process has not met is looked for where master keys come from
     * before the call fails.
     *
     * @return fails with {@link SealBroken} where it will not open however often it is tried; with anything else where
     *     it may later
     */
    Mono<byte[]> unwrap(WrappedKey wrapped, byte[] context);
}
