package io.parley.completion.retrieval.lucene;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's own format, for vectors of more than the 1,024 numbers it takes by default: providers' models have up to
 * 3,072. It goes by the same name, so that what it wrote is read without it.
 */
final class WideVectorsFormat extends KnnVectorsFormat {

    private static final int MAX_DIMENSIONS = 4_096;

    private final KnnVectorsFormat format;

    WideVectorsFormat() {
        this(new Lucene99HnswVectorsFormat());
    }

    private WideVectorsFormat(KnnVectorsFormat format) {
        super(format.getName());
        this.format = format;
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return format.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
        return format.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
        return MAX_DIMENSIONS;
    }
}
