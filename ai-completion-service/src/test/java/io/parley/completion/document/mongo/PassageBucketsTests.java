package io.parley.completion.document.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.Passage;
import java.util.Collections;
import java.util.stream.IntStream;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.junit.jupiter.api.Test;

class PassageBucketsTests {

    /** What MongoDB takes. */
    private static final int LARGEST_DOCUMENT = 16 << 20;

    private static final int MOST_WINDOWS = 8;
    private static final int MOST_DIMENSIONS = 4_096;
    private static final int WIDEST = MOST_WINDOWS * MOST_DIMENSIONS;

    @Test
    void fitADocumentOfTheDatabaseAtTheirLargest() {
        var key = new DocumentKey("t".repeat(128), "c".repeat(128), "d".repeat(36));
        // Three bytes each in UTF-8; a heading is a path of six, each of up to 120 characters.
        var passages = IntStream.range(0, PassageBuckets.SIZE)
                .mapToObj(number ->
                        new Passage(key, number, "題".repeat(255), 5_000, "題".repeat(6 * 125), "題".repeat(1_250)))
                .toList();
        var bucket = PassageBuckets.asStored(key, passages)
                .append(
                        PassageBuckets.VECTORS,
                        PassageBuckets.packed(Collections.nCopies(PassageBuckets.SIZE, new float[WIDEST])));

        assertThat(new RawBsonDocument(bucket, new DocumentCodec())
                        .getByteBuffer()
                        .remaining())
                .isLessThan(LARGEST_DOCUMENT - (1 << 20));
    }

    @Test
    void goInFewerAtOnceTheWiderTheirVectorsAre() {
        assertThat(PassageBuckets.atOnce(384, 20)).isEqualTo(20);
        assertThat(PassageBuckets.atOnce(4 * 1_536, 20)).isEqualTo(3);
        assertThat(PassageBuckets.atOnce(WIDEST, 20)).isEqualTo(1);
        assertThat(PassageBuckets.atOnce(0, 20)).isEqualTo(20);
    }
}
