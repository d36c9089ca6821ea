package io.parley.completion.retrieval.lucene;

import io.parley.completion.retrieval.PassageSearch.Hit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * The words of a question, each with its weight: how rare it is in the index (the idf of BM25). A word that no passage
 * has weighs most, so that a question about something else has a small share in whatever passage it meets.
 */
final class WordShares {

    static final String PASSAGE = "passage";

    private static final Set<String> PASSAGE_ONLY = Set.of(PASSAGE);

    /** Far more words than a question has. */
    private static final int MOST_WORDS = 256;

    private final Map<Term, Double> weights;
    private final double sum;

    private WordShares(Map<Term, Double> weights) {
        this.weights = weights;
        this.sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    static WordShares of(Analyzer analyzer, String field, String question, IndexReader reader) throws IOException {
        var weights = new LinkedHashMap<Term, Double>();
        try (var words = analyzer.tokenStream(field, question)) {
            var word = words.addAttribute(CharTermAttribute.class);
            words.reset();
            while (words.incrementToken() && weights.size() < MOST_WORDS) {
                var term = new Term(field, word.toString());
                weights.put(term, weight(reader.docFreq(term), reader.getDocCount(field)));
            }
            words.end();
        }
        return new WordShares(weights);
    }

    private static double weight(int having, int all) {
        return Math.log(1 + (Math.max(all, having) - having + 0.5) / (having + 0.5));
    }

    boolean isEmpty() {
        return weights.isEmpty();
    }

    /** Passages with any of the words, as BM25 ranks them. */
    Query query(Query scope) {
        var any = new BooleanQuery.Builder()
                .add(scope, BooleanClause.Occur.FILTER)
                .setMinimumNumberShouldMatch(1);
        weights.keySet().forEach(term -> any.add(new TermQuery(term), BooleanClause.Occur.SHOULD));
        return any.build();
    }

    /** These hits in their order, each with the share of the question's words that it has. */
    List<Hit> hits(IndexSearcher searcher, ScoreDoc[] ranked) throws IOException {
        var ids = new ArrayList<String>(ranked.length);
        for (var found : ranked) {
            ids.add(passageId(searcher, found.doc));
        }
        var shares = new HashMap<Integer, Double>();
        if (ranked.length > 0) {
            for (var weighed : searcher.search(weighed(ids), ranked.length).scoreDocs) {
                shares.put(weighed.doc, weighed.score / sum);
            }
        }
        var hits = new ArrayList<Hit>(ranked.length);
        for (int i = 0; i < ranked.length; i++) {
            hits.add(new Hit(ids.get(i), Math.clamp(shares.getOrDefault(ranked[i].doc, 0.0), 0.0, 1.0)));
        }
        return List.copyOf(hits);
    }

    /** Scores each of these passages with the sum of the weights of the words it has. */
    private Query weighed(List<String> ids) {
        var these = new TermInSetQuery(PASSAGE, ids.stream().map(BytesRef::new).toList());
        var any = new BooleanQuery.Builder().add(these, BooleanClause.Occur.FILTER);
        weights.forEach((term, weight) -> any.add(
                new BoostQuery(new ConstantScoreQuery(new TermQuery(term)), weight.floatValue()),
                BooleanClause.Occur.SHOULD));
        return any.build();
    }

    static String passageId(IndexSearcher searcher, int document) throws IOException {
        return searcher.storedFields().document(document, PASSAGE_ONLY).get(PASSAGE);
    }
}
