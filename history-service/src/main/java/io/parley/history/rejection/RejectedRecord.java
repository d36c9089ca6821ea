package io.parley.history.rejection;

import org.jspecify.annotations.Nullable;

/**
 * A record of the log that can never be read.
 *
 * @param key as it stands in the record, whatever it is
 * @param reason in words without content
 */
@SuppressWarnings("ArrayRecordComponent") // carried from topic to topic, never compared
public record RejectedRecord(
        int partition, long offset, @Nullable String key, byte[] value, String reason) {}
