package io.parley.completion.retrieval;

import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.Passage;
import io.parley.completion.retrieval.PassageSearch.IndexedDocument;
import io.parley.completion.retrieval.PassageSearch.Searchable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Documents, passages and settings for tests of retrieval. */
public final class RetrievalFixtures {

    public static final String MODEL = "test-model";

    private RetrievalFixtures() {}

    public static DocumentKey document(String id) {
        return new DocumentKey("default", "leta", id);
    }

    public static Passage passage(DocumentKey document, int number, String text) {
        return new Passage(document, number, "Help", null, null, text);
    }

    /** A document of passages, all with the same vector. */
    public static IndexedDocument entry(DocumentKey document, float[] vector, String... texts) {
        var passages = new ArrayList<Searchable>();
        for (var text : texts) {
            passages.add(new Searchable(passage(document, passages.size(), text), List.of(vector)));
        }
        return new IndexedDocument(document, MODEL, List.copyOf(passages));
    }

    public static RetrievalProperties properties(Duration limit) {
        return new RetrievalProperties(limit, 0.2, 50, 6_000, Duration.ofMillis(50), 2, 1, 1, "");
    }
}
