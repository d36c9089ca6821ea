package io.parley.events.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationKeyTests {

    /** Computed by another implementation. A change would look for every conversation in the wrong partition. */
    @ParameterizedTest
    @CsvSource({
        "default, 0d9f6b52-6f5e-4d0a-8a53-5a1f0c2b7e41, 12,  11",
        "default, room-1,                               12,  6",
        "acme,    room-1,                               12,  11",
        "default, ai_chat_ann,                          12,  7",
        "a,       b,                                    12,  6",
        "default, 0d9f6b52-6f5e-4d0a-8a53-5a1f0c2b7e41, 256, 11",
        "default, room-1,                               256, 214",
        "acme,    room-1,                               256, 243",
        "default, ai_chat_ann,                          256, 159",
        "a,       b,                                    256, 66",
    })
    void findsThePartitionItAlwaysDid(String tenant, String conversation, int partitions, int expected) {
        assertThat(new ConversationKey(tenant, conversation).partition(partitions))
                .isEqualTo(expected);
    }

    @Test
    void spreadsConversationsEvenly() {
        var counts = new int[12];
        for (int i = 0; i < 12_000; i++) {
            counts[new ConversationKey("default", new UUID(i * 31L, i).toString()).partition(12)]++;
        }

        assertThat(IntStream.of(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(850, 1_150));
    }

    @Test
    void findsItselfInItsRecordKeys() {
        var key = new ConversationKey("default", "room-1");
        var append = UUID.fromString("7c1b0a54-9a0c-4d1e-8b0e-3b5f4f1d2a60");

        assertThat(key.recordKey(append)).isEqualTo("default/room-1/7c1b0a54-9a0c-4d1e-8b0e-3b5f4f1d2a60");
        assertThat(ConversationKey.ofRecordKey(key.recordKey(append))).isEqualTo(key);
    }

    @Test
    void knowsItsRecordsFromThoseOfItsNeighbours() {
        var key = new ConversationKey("default", "room-1");

        assertThat(key.hasRecord(key.recordKey(UUID.randomUUID()))).isTrue();
        assertThat(key.hasRecord(new ConversationKey("default", "room-12").recordKey(UUID.randomUUID())))
                .isFalse();
        assertThat(key.hasRecord("default/room-1")).isFalse();
        assertThat(key.hasRecord(null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//", "default", "default/", "default/room-1", "/room-1/x", "default//x"})
    void refusesRecordKeysOfAnotherForm(String recordKey) {
        assertThatThrownBy(() -> ConversationKey.ofRecordKey(recordKey)).isInstanceOf(UnreadableRecord.class);
    }
}
