package io.parley.history.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RoomCountTests {

    @Test
    void findsEveryEntry() {
        var count = RoomCount.NOTHING.add(0, 2).add(2, 3).add(3, 1).add(2, -1);

        assertThat(count).isEqualTo(new RoomCount(List.of(2, 0, 2, 1)));
        assertThat(count.total()).isEqualTo(5);
        assertThat(LongStream.range(0, 5).mapToObj(count::find))
                .containsExactly(
                        new RoomCount.Position(0, 0),
                        new RoomCount.Position(0, 1),
                        new RoomCount.Position(2, 0),
                        new RoomCount.Position(2, 1),
                        new RoomCount.Position(3, 0));
    }
}
