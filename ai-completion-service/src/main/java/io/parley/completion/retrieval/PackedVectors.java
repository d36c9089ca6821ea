package io.parley.completion.retrieval;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of a passage's windows one behind the other, as they are kept. All passages of a document have the same
 * length there: where one has fewer windows than another, zeros fill it up.
 */
final class PackedVectors {

    private PackedVectors() {}

    /**
     * A row for each passage, made when it is asked for: all rows of a long document take as much memory as its vectors.
     *
     * @param vectors of each passage, at least one, all of the same length
     */
    static List<float[]> pack(List<List<float[]>> vectors) {
        int dimensions = vectors.getFirst().getFirst().length;
        int windows = vectors.stream().mapToInt(List::size).max().orElse(0);
        return new AbstractList<>() {
            @Override
            public float[] get(int passage) {
                var row = new float[windows * dimensions];
                int at = 0;
                for (var vector : vectors.get(passage)) {
                    System.arraycopy(vector, 0, row, at, dimensions);
                    at += dimensions;
                }
                return row;
            }

            @Override
            public int size() {
                return vectors.size();
            }
        };
    }

    static List<float[]> unpack(float @Nullable [] packed, int dimensions) {
        if (packed == null || dimensions <= 0 || packed.length % dimensions != 0) {
            return List.of();
        }
        var vectors = new ArrayList<float[]>();
        for (int from = 0; from < packed.length; from += dimensions) {
            var vector = Arrays.copyOfRange(packed, from, from + dimensions);
            // A vector has length 1; what is zero was filled up.
            for (float number : vector) {
                if (number != 0) {
                    vectors.add(vector);
                    break;
                }
            }
        }
        return List.copyOf(vectors);
    }
}
