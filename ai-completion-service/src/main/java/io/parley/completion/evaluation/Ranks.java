package io.parley.completion.evaluation;

import io.parley.completion.retrieval.PassageSearch.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Joins rankings whose scores cannot be compared: each passage gets 1 / (60 + its rank) from each ranking it is in
 * (reciprocal rank fusion; Cormack, Clarke and Büttcher, SIGIR 2009, whose constant 60 is).
 * What the service's own way is compared with.
 */
final class Ranks {

    private static final int K = 60;

    private Ranks() {}

    static List<Hit> fuse(List<Hit> first, List<Hit> second) {
        var sums = new LinkedHashMap<String, Double>();
        var scores = new LinkedHashMap<String, Double>();
        for (var ranking : List.of(first, second)) {
            for (int rank = 1; rank <= ranking.size(); rank++) {
                var hit = ranking.get(rank - 1);
                sums.merge(hit.passageId(), 1.0 / (K + rank), Double::sum);
                scores.merge(hit.passageId(), hit.score(), Math::max);
            }
        }
        var fused = new ArrayList<Hit>(scores.size());
        scores.forEach((passage, score) -> fused.add(new Hit(passage, score)));
        // Stable: of two that are equal the one stays first that the first ranking has higher.
        fused.sort(Comparator.comparingDouble((Hit hit) -> -sums.getOrDefault(hit.passageId(), 0.0)));
        return List.copyOf(fused);
    }
}
