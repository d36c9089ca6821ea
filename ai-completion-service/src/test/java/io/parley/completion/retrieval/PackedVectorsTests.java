package io.parley.completion.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PackedVectorsTests {

    private static final float[] EAST = {1, 0};
    private static final float[] NORTH = {0, 1};

    @Test
    void fillsShorterRowsUpAndGivesBackWhatWasPacked() {
        var packed = PackedVectors.pack(List.of(List.of(NORTH), List.of(EAST, NORTH)));

        assertThat(packed).hasSize(2);
        assertThat(packed.getFirst()).containsExactly(0, 1, 0, 0);
        assertThat(PackedVectors.unpack(packed.getFirst(), 2)).containsExactly(NORTH);
        assertThat(PackedVectors.unpack(packed.getLast(), 2)).containsExactly(EAST, NORTH);
    }

    @Test
    void keepsNoRowOfALongDocument() {
        var packed = PackedVectors.pack(List.of(List.of(EAST)));

        assertThat(packed.getFirst()).isNotSameAs(packed.getFirst());
        assertThat(packed.subList(0, 1)).hasSize(1);
    }
}
