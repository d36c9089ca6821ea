package io.parley.completion.evaluation;

import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.Passage;
import io.parley.completion.retrieval.PassageSearch.Scope;
import io.parley.completion.retrieval.Relevance;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long searches take among many passages: half of them of one chatbot, the others of fifty. The passages are
 * sentences of the set joined at random and embedded by the real model; the seed is fixed, so that each run has the same.
 */
final class SearchSpeed {

    private static final int CHATBOTS = 50;
    private static final int SENTENCES = 3;
    private static final int PASSAGES_OF_DOCUMENT = 100;
    private static final int WARM_UP = 200;
    private static final int SEARCHES = 1_000;
    private static final Pattern SENTENCE = Pattern.compile("(?<=[.!?])\\s+");

    private final SearchParts parts;
    private final RetrievalSet set;
    private final PrintStream out;
    private final Random random = new Random(42);

    SearchSpeed(SearchParts parts, RetrievalSet set, PrintStream out) {
        this.parts = parts;
        this.set = set;
        this.out = out;
    }

    void measure(int count) {
        long begunAt = System.nanoTime();
        parts.index(passages(count));
        double seconds = (System.nanoTime() - begunAt) / 1e9;
        out.printf(
                Locale.ROOT,
                "%d passages embedded on %d thread(s) and indexed in %.0f s: %.0f a minute%n",
                count,
                parts.properties.embeddingThreads(),
                seconds,
                count / seconds * 60);
        out.println("\n| ms, n = " + SEARCHES
                + "                | median |  p95  |  p99  |  max  |\n|---|---|---|---|---|");
        measure("large chatbot", new Scope(RetrievalSet.TENANT, "large"));
        measure("one of the small", new Scope(RetrievalSet.TENANT, "small-7"));
    }

    private List<Passage> passages(int count) {
        var sentences = set.passages().stream()
                .flatMap(passage -> SENTENCE.splitAsStream(passage.text()))
                .filter(sentence -> sentence.length() > 20)
                .toList();
        var passages = new ArrayList<Passage>(count);
        for (int i = 0; i < count; i++) {
            var text = new StringBuilder();
            for (int j = 0; j < SENTENCES; j++) {
                text.append(sentences.get(random.nextInt(sentences.size()))).append(' ');
            }
            text.append("Reference ")
                    .append(Integer.toString(random.nextInt(1 << 30), 36))
                    .append('.');
            var chatbot = i < count / 2 ? "large" : "small-" + i / PASSAGES_OF_DOCUMENT % CHATBOTS;
            var document = new DocumentKey(RetrievalSet.TENANT, chatbot, "d" + i / PASSAGES_OF_DOCUMENT);
            passages.add(new Passage(document, i % PASSAGES_OF_DOCUMENT, "Help", null, null, text.toString()));
        }
        return passages;
    }

    private enum Part {
        EMBED("embedding the question"),
        WORDS("by words"),
        MEANING("by meaning"),
        ALL("all of it, one after the other");

        private final String title;

        Part(String title) {
            this.title = title;
        }
    }

    private void measure(String where, Scope scope) {
        var times = new EnumMap<Part, double[]>(Part.class);
        for (var part : Part.values()) {
            times.put(part, new double[SEARCHES]);
        }
        for (int i = -WARM_UP; i < SEARCHES; i++) {
            search(scope, i < 0 ? null : times, i);
        }
        times.forEach((part, taken) -> {
            var sorted = taken.clone();
            Arrays.sort(sorted);
            out.printf(
                    Locale.ROOT,
                    "| %s, %s | %.1f | %.1f | %.1f | %.1f |%n",
                    where,
                    part.title,
                    sorted[SEARCHES / 2],
                    sorted[SEARCHES * 95 / 100],
                    sorted[SEARCHES * 99 / 100],
                    sorted[SEARCHES - 1]);
        });
    }

    private void search(Scope scope, @Nullable Map<Part, double[]> times, int at) {
        var questions = set.questions();
        var question = questions.get(Math.floorMod(at, questions.size())).question();
        long begunAt = System.nanoTime();
        var vector = parts.vector(question);
        long embeddedAt = System.nanoTime();
        var words = parts.byWords(scope, question);
        long wordsAt = System.nanoTime();
        var meaning = parts.byMeaning(scope, vector);
        long meaningAt = System.nanoTime();
        var joined = Relevance.join(meaning, words);
        long endedAt = System.nanoTime();
        if (joined.isEmpty()) {
            throw new IllegalStateException("nothing was found in " + scope);
        }
        if (times != null) {
            put(times, Part.EMBED, at, (embeddedAt - begunAt) / 1e6);
            put(times, Part.WORDS, at, (wordsAt - embeddedAt) / 1e6);
            put(times, Part.MEANING, at, (meaningAt - wordsAt) / 1e6);
            put(times, Part.ALL, at, (endedAt - begunAt) / 1e6);
        }
    }

    private static void put(Map<Part, double[]> times, Part part, int at, double millis) {
        var taken = times.get(part);
        if (taken != null) {
            taken[at] = millis;
        }
    }
}
