package io.parley.completion.evaluation;

import io.parley.completion.document.Passage;
import io.parley.completion.evaluation.RetrievalSet.Question;
import io.parley.completion.retrieval.PassageSearch.Hit;
import io.parley.completion.retrieval.PassageSearch.Scope;
import io.parley.completion.retrieval.Relevance;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** {@code ./parley eval}: how often the search finds what answers a question, each part alone and both together. */
public final class Evaluation {

    private static final Scope SCOPE = new Scope(RetrievalSet.TENANT, RetrievalSet.CHATBOT);
    private static final int CUT = 5;

    private static final String USAGE = """
            usage: ./parley eval [options]

              Searches the retrieval set for each of its questions and prints how often the passage that answers is the first
              (recall@1) or among the first five (recall@5), and the mean of 1 / its rank (MRR): by BM25, by vectors, and by
              both fused.

              --set DIR           documents/, questions.jsonl and unanswerable.jsonl (docs/retrieval-set)
              --min-recall N      exit with 1 unless hybrid recall@5 is at least N and above both parts
              --misses            list the questions whose answer is not among the first five
              --compare           other ways to fuse, and other thresholds for "nothing found"
              --speed [N]         instead: how long a search takes among N generated passages (50000)
            """;

    private final RetrievalSet set;
    private final PrintStream out;
    private final Map<String, Passage> passages;
    private final Map<Question, List<Hit>> words = new LinkedHashMap<>();
    private final Map<Question, List<Hit>> meaning = new LinkedHashMap<>();
    private final double minScore;

    private Evaluation(RetrievalSet set, SearchParts parts, PrintStream out) {
        this.set = set;
        this.out = out;
        this.minScore = parts.properties.minScore();
        passages = set.passages().stream().collect(Collectors.toMap(Passage::id, passage -> passage));
        parts.index(set.passages());
        for (var questions : List.of(set.questions(), set.unanswerable())) {
            for (var question : questions) {
                words.put(question, parts.byWords(SCOPE, question.question()));
                meaning.put(question, parts.byMeaning(SCOPE, question.question()));
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        System.exit(run(List.of(arguments), System.out));
    }

    /** @return 0, 1 where the threshold is missed, 2 where the arguments say nothing */
    static int run(List<String> arguments, PrintStream out) throws IOException {
        var options = EvaluationOptions.parse(arguments);
        if (options == null) {
            out.print(USAGE);
            return arguments.contains("--help") ? 0 : 2;
        }
        try (var parts = SearchParts.start()) {
            if (options.speed() > 0) {
                new SearchSpeed(parts, RetrievalSet.read(Path.of(options.set())), out).measure(options.speed());
                return 0;
            }
            var evaluation = new Evaluation(RetrievalSet.read(Path.of(options.set())), parts, out);
            evaluation.print(options);
            return evaluation.isPassed(options.minRecall()) ? 0 : 1;
        }
    }

    private List<Hit> hybrid(Question question) {
        return Relevance.join(meaning.getOrDefault(question, List.of()), words.getOrDefault(question, List.of()));
    }

    @FunctionalInterface
    private interface Ranking {
        List<Hit> of(Question question);
    }

    private Figures figures(Ranking ranking, Predicate<Question> counted) {
        return new Figures(set.questions().stream()
                .filter(counted)
                .map(question -> rank(question, ranking.of(question)))
                .toList());
    }

    private int rank(Question question, List<Hit> hits) {
        for (int i = 0; i < hits.size(); i++) {
            var passage = passages.get(hits.get(i).passageId());
            if (passage != null && question.isAnsweredBy(passage)) {
                return i + 1;
            }
        }
        return 0;
    }

    private Map<String, Ranking> rankings() {
        var rankings = new LinkedHashMap<String, Ranking>();
        rankings.put("bm25", question -> words.getOrDefault(question, List.of()));
        rankings.put("vector", question -> meaning.getOrDefault(question, List.of()));
        rankings.put("hybrid", this::hybrid);
        return rankings;
    }

    private boolean isPassed(double minRecall) {
        var recalls = rankings().values().stream()
                .map(ranking -> figures(ranking, _ -> true).recallAt(CUT))
                .toList();
        double hybrid = recalls.getLast();
        return minRecall <= 0 || (hybrid >= minRecall && hybrid > recalls.get(0) && hybrid > recalls.get(1));
    }

    private void print(EvaluationOptions options) {
        out.printf(
                "%d documents, %d passages, %d questions%n%n",
                set.passages().stream().map(Passage::document).distinct().count(),
                set.passages().size(),
                set.questions().size());
        table(rankings(), _ -> true);
        for (var kind : List.of("name", "plain", "paraphrase")) {
            out.printf(
                    "%n%s (%d):%n",
                    kind,
                    set.questions().stream()
                            .filter(one -> one.kind().equals(kind))
                            .count());
            table(rankings(), question -> question.kind().equals(kind));
        }
        out.println();
        nothingFound(minScore);
        if (options.misses()) {
            misses();
        }
        if (options.compare()) {
            compare();
        }
    }

    private void table(Map<String, Ranking> rankings, Predicate<Question> counted) {
        out.println("|                        | recall@1 | recall@5 | MRR   |\n|---|---|---|---|");
        rankings.forEach(
                (name, ranking) -> out.println(figures(ranking, counted).row(name)));
    }

    private void nothingFound(double least) {
        long rightly =
                set.unanswerable().stream().filter(one -> best(one) < least).count();
        long wrongly = set.questions().stream()
                .filter(one -> rank(one, passing(one, least)) == 0 || rank(one, passing(one, least)) > CUT)
                .count();
        out.printf(
                Locale.ROOT,
                "least score %.2f: nothing found for %d of %d questions without an answer;"
                        + " the answer is not among the first five for %d of %d%n",
                least,
                rightly,
                set.unanswerable().size(),
                wrongly,
                set.questions().size());
    }

    private double best(Question question) {
        return hybrid(question).stream().mapToDouble(Hit::score).max().orElse(0);
    }

    private List<Hit> passing(Question question, double least) {
        return hybrid(question).stream().filter(hit -> hit.score() >= least).toList();
    }

    private void misses() {
        out.println();
        rankings()
                .forEach((name, ranking) -> set.questions().forEach(question -> {
                    int rank = rank(question, ranking.of(question));
                    if (rank == 0 || rank > CUT) {
                        out.printf("%s misses %s (%d): %s%n", name, question.id(), rank, question.question());
                    }
                }));
        set.unanswerable()
                .forEach(question -> out.printf(Locale.ROOT, "%.2f %s%n", best(question), question.question()));
    }

    /** What was weighed when the fusion and the threshold were chosen; docs/adr/0026 has the figures. */
    private void compare() {
        var others = new LinkedHashMap<String, Ranking>();
        others.put("ranks", question -> Ranks.fuse(meaning(question), words(question)));
        for (int share = 1; share <= 10; share += share < 5 ? 1 : 5) {
            double weight = share / 10.0;
            others.put(
                    String.format(Locale.ROOT, "vector + %.1f words", weight), question -> weighed(question, weight));
        }
        out.println();
        table(others, _ -> true);
        out.println();
        for (int hundredths = 15; hundredths <= 50; hundredths += 5) {
            nothingFound(hundredths / 100.0);
        }
    }

    private List<Hit> meaning(Question question) {
        return meaning.getOrDefault(question, List.of());
    }

    private List<Hit> words(Question question) {
        return words.getOrDefault(question, List.of());
    }

    private List<Hit> weighed(Question question, double weight) {
        var sums = new LinkedHashMap<String, Double>();
        meaning(question).forEach(hit -> sums.merge(hit.passageId(), hit.score(), Double::sum));
        words(question).forEach(hit -> sums.merge(hit.passageId(), weight * hit.score(), Double::sum));
        var hits = new ArrayList<Hit>();
        sums.forEach((passage, sum) -> hits.add(new Hit(passage, sum)));
        hits.sort(Comparator.comparingDouble(hit -> -hit.score()));
        return hits;
    }
}
