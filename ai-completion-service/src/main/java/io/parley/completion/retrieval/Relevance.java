package io.parley.completion.retrieval;

import io.parley.completion.retrieval.PassageSearch.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Joins the two rankings by what their scores say: how near a passage is in meaning, and in addition three tenths of its
 * share of the question's words. A convex combination, as Bruch, Gai and Ingber find it better than the fusion of ranks
 * (ACM TOIS 2023); docs/adr/0026 has the figures for our set.
 */
public final class Relevance {

    private static final double WORDS = 0.3;

    private Relevance() {}

    /** Best first; scores from 0 to 1. Where there are no vectors, words alone say how relevant a passage is. */
    public static List<Hit> join(List<Hit> byMeaning, List<Hit> byWords) {
        if (byMeaning.isEmpty()) {
            return List.copyOf(byWords);
        }
        var scores = new LinkedHashMap<String, Double>();
        byMeaning.forEach(hit -> scores.merge(hit.passageId(), hit.score(), Double::sum));
        byWords.forEach(hit -> scores.merge(hit.passageId(), WORDS * hit.score(), Double::sum));
        var joined = new ArrayList<Hit>(scores.size());
        scores.forEach((passage, score) -> joined.add(new Hit(passage, Math.min(1, score))));
        joined.sort(Comparator.comparingDouble((Hit hit) -> -hit.score()));
        return List.copyOf(joined);
    }
}
