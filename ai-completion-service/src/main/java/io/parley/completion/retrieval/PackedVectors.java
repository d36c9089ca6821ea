package io.parley.completion.retrieval;

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

    /** @param vectors of each passage, at least one, all of the same length */
    static List<float[]> pack(List<List<float[]>> vectors) {
        int dimensions = vectors.getFirst().getFirst().length;
        int windows = vectors.stream().mapToInt(List::size).max().orElse(0);
        var packed = new ArrayList<float[]>(vectors.size());
        for (var passage : vectors) {
            var row = new float[windows * dimensions];
            for (int i = 0; i < passage.size(); i++) {
                System.arraycopy(passage.get(i), 0, row, i * dimensions, dimensions);
            }
            packed.add(row);
        }
        return packed;
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
