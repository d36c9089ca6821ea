package io.parley.completion.document.mongo;

import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.Passage;
import io.parley.completion.document.StoredPassage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * The shape of passages in the database: a hundred to a document, {@code <tenant>/<chatbot>/<id>/<number/100>}, and their
 * vectors beside them as one row of little-endian floats, which is a fifth of what an array of numbers takes.
 */
final class PassageBuckets {

    static final int SIZE = 100;

    static final String VECTORS = "vectors";

    /** Bytes of vectors in one write: they are packed in memory before they go. */
    private static final int WRITTEN_AT_ONCE = 8 << 20;

    /** Ten thousand passages; more than any document has. */
    static final int MOST = 100;

    private PassageBuckets() {}

    static String id(DocumentKey key, int bucket) {
        return key + "/" + bucket;
    }

    static List<String> ids(DocumentKey key, int buckets) {
        return IntStream.range(0, buckets).mapToObj(bucket -> id(key, bucket)).toList();
    }

    /**
     * How many buckets go in one write: twenty of the widest vectors, eight windows of 4,096 numbers, would be 260 MB.
     *
     * @param numbers of one passage's vectors
     */
    static int atOnce(int numbers, int most) {
        return Math.clamp(WRITTEN_AT_ONCE / ((long) SIZE * Math.max(1, numbers) * Float.BYTES), 1, most);
    }

    static int bucketsFor(int passages) {
        return (passages + SIZE - 1) / SIZE;
    }

    /** @param passages those of one bucket */
    static Document asStored(DocumentKey key, List<Passage> passages) {
        var first = passages.getFirst();
        return new Document("_id", id(key, first.number() / SIZE))
                .append("tenant", key.tenant())
                .append("chatbot_id", key.chatbotId())
                .append("document_id", key.documentId())
                .append("title", first.title())
                .append("first", first.number())
                .append(
                        "passages",
                        passages.stream().map(PassageBuckets::asStored).toList());
    }

    private static Document asStored(Passage passage) {
        return new Document("page", passage.page())
                .append("heading", passage.heading())
                .append("text", passage.text());
    }

    static List<StoredPassage> passages(Document bucket) {
        var key = new DocumentKey(
                bucket.getString("tenant"), bucket.getString("chatbot_id"), bucket.getString("document_id"));
        var texts = bucket.getList("passages", Document.class);
        var vectors = vectors(bucket.get(VECTORS, Binary.class), texts.size());
        var passages = new ArrayList<StoredPassage>(texts.size());
        for (int at = 0; at < texts.size(); at++) {
            var text = texts.get(at);
            var passage = new Passage(
                    key,
                    bucket.getInteger("first") + at,
                    bucket.getString("title"),
                    text.getInteger("page"),
                    text.getString("heading"),
                    text.getString("text"));
            passages.add(new StoredPassage(passage, vectors == null ? null : vectors.get(at)));
        }
        return passages;
    }

    /** @param vectors of a bucket's passages, all of the same length */
    static Binary packed(List<float[]> vectors) {
        int length = vectors.getFirst().length;
        var bytes = ByteBuffer.allocate(vectors.size() * length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        var row = bytes.asFloatBuffer();
        vectors.forEach(row::put);
        return new Binary(bytes.array());
    }

    private static @Nullable List<float[]> vectors(@Nullable Binary packed, int count) {
        if (packed == null) {
            return null;
        }
        var row =
                ByteBuffer.wrap(packed.getData()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        int length = row.remaining() / count;
        var vectors = new ArrayList<float[]>(count);
        for (int at = 0; at < count; at++) {
            var vector = new float[length];
            row.get(vector);
            vectors.add(vector);
        }
        return vectors;
    }
}
