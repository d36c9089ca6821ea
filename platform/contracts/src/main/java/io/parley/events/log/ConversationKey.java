package io.parley.events.log;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * A conversation of a tenant: the key of the log, of every view and of every cache.
 *
 * @param tenant as the caller's token names it
 * @param conversation unique inside the tenant
 */
public record ConversationKey(String tenant, String conversation) {

    /** The conversation's partition, the same for the log and the live topic: fixed for ever once topics exist. */
    public int partition(int partitions) {
        return Utils.toPositive(Utils.murmur2(toString().getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /**
     * The key of one record. No two records share one, so compaction removes nothing by itself, and a tombstone
     * erases just the record it names.
     */
    public String recordKey(UUID append) {
        return this + "/" + append;
    }

    /** The conversation of a record key; throws {@link UnreadableRecord} where the key has another form. */
    public static ConversationKey ofRecordKey(String recordKey) {
        int first = recordKey.indexOf('/');
        int last = recordKey.lastIndexOf('/');
        if (first <= 0 || last <= first + 1) {
            throw new UnreadableRecord("the key is not <tenant>/<conversation>/<id>");
        }
        return new ConversationKey(recordKey.substring(0, first), recordKey.substring(first + 1, last));
    }

    /** Whether a record's key is one of this conversation's; a key of another form is nobody's. */
    public boolean hasRecord(@Nullable String recordKey) {
        var conversation = toString();
        return recordKey != null
                && recordKey.startsWith(conversation)
                && recordKey.lastIndexOf('/') == conversation.length();
    }

    /** {@code <tenant>/<conversation>}, the id of the conversation's document in every view. */
    @Override
    public String toString() {
        return tenant + "/" + conversation;
    }
}
