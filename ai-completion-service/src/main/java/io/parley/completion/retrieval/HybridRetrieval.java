package io.parley.completion.retrieval;

import io.parley.completion.chatbot.RetrievalSettings;
import io.parley.completion.document.Passage;
import io.parley.completion.document.Passages;
import io.parley.completion.document.StoredPassage;
import io.parley.completion.retrieval.PassageSearch.Hit;
import io.parley.completion.retrieval.PassageSearch.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Searches by words and by meaning at the same time, joins the two rankings, and looks each hit up where passages are
 * kept before anybody sees it: a document that was deleted is not shown, however late the index learns of that.
 */
final class HybridRetrieval implements Retrieval {

    private static final Logger log = LoggerFactory.getLogger(HybridRetrieval.class);

    /** In UTF-16 units: what is longer is no question, and would be embedded in parts. */
    static final int LONGEST_QUESTION = 1_500;

    /** Of the time an answer waits, meaning gets so much; then words alone have to do. */
    private static final double SHARE_OF_MEANING = 0.7;

    /** What must be known before anything is searched gets so much: the search by meaning still has its share then. */
    private static final double SHARE_OF_ASKING = 0.25;

    private final PassageSearch search;
    private final Passages passages;
    private final EmbeddingModels models;
    private final Function<Scope, Mono<Void>> built;
    private final Consumer<Scope> searched;
    private final RetrievalProperties properties;
    private final RetrievalMetrics metrics;

    /**
     * @param built completes once the index has what a chatbot had when the process began; at once where that was nothing
     * @param searched told of each chatbot whose documents were searched by meaning; returns at once
     */
    HybridRetrieval(
            PassageSearch search,
            Passages passages,
            EmbeddingModels models,
            Function<Scope, Mono<Void>> built,
            Consumer<Scope> searched,
            RetrievalProperties properties,
            RetrievalMetrics metrics) {
        this.search = search;
        this.passages = passages;
        this.models = models;
        this.built = built;
        this.searched = searched;
        this.properties = properties;
        this.metrics = metrics;
    }

    @Override
    public Mono<Found> find(String tenant, String chatbotId, String question, RetrievalSettings settings) {
        if (!settings.enabled() || question.isBlank()) {
            return Mono.just(Found.NO_DOCUMENTS);
        }
        var scope = new Scope(tenant, chatbotId);
        return Mono.defer(() -> {
            long begunAt = System.nanoTime();
            return built(scope)
                    .then(Mono.defer(() -> holds(scope)))
                    .flatMap(holds ->
                            holds ? found(scope, shortened(question), settings) : Mono.just(Found.NO_DOCUMENTS))
                    .timeout(properties.limit())
                    .onErrorResume(failure -> {
                        log.warn(
                                "The documents of chatbot {} were not searched: {}",
                                chatbotId,
                                failure.getClass().getSimpleName());
                        return Mono.just(Found.UNAVAILABLE);
                    })
                    .doOnNext(found -> measure(found, Duration.ofNanos(System.nanoTime() - begunAt)));
        });
    }

    private void measure(Found found, Duration took) {
        if (found.outcome() != Found.Outcome.NO_DOCUMENTS) {
            metrics.searched(found.outcome(), took);
        }
    }

    private Mono<Void> built(Scope scope) {
        return built.apply(scope).timeout(share(SHARE_OF_ASKING)).doOnError(_ -> metrics.notReady());
    }

    private Mono<Boolean> holds(Scope scope) {
        return search.holds(scope).timeout(share(SHARE_OF_ASKING)).onErrorResume(failure -> {
            log.warn("Whether chatbot {} has documents is not known: {}", scope.chatbotId(), failure.toString());
            return Mono.just(false);
        });
    }

    private Duration share(double ofLimit) {
        return Duration.ofNanos((long) (properties.limit().toNanos() * ofLimit));
    }

    private Mono<Found> found(Scope scope, String question, RetrievalSettings settings) {
        double least = settings.minScore() > 0 ? settings.minScore() : properties.minScore();
        return Mono.zip(byMeaning(scope, question, settings), search.byWords(scope, question, properties.candidates()))
                .flatMap(both -> shown(
                                scope,
                                Relevance.join(both.getT1().orElse(List.of()), both.getT2()).stream()
                                        .filter(hit -> hit.score() >= least)
                                        .toList(),
                                settings.topK())
                        // That nothing is about a question is not known before its meaning was searched for.
                        .map(found -> found.outcome() == Found.Outcome.NOTHING
                                        && both.getT1().isEmpty()
                                ? Found.UNAVAILABLE
                                : found));
    }

    /** Empty where that failed. */
    private Mono<Optional<List<Hit>>> byMeaning(Scope scope, String question, RetrievalSettings settings) {
        var model = models.named(settings.embeddingModel(), scope.tenant(), scope.chatbotId());
        return model.ofQuestion(question)
                .flatMap(vector -> search.byMeaning(scope, model.model(), vector, properties.candidates()))
                .doOnNext(_ -> searched.accept(scope))
                .map(Optional::of)
                .timeout(share(SHARE_OF_MEANING))
                .onErrorResume(failure -> {
                    log.warn("A question was searched by its words alone: {}", reason(failure));
                    metrics.withoutMeaning();
                    return Mono.just(Optional.empty());
                })
                // The two searches run side by side: this one does not wait until the other has begun and ended.
                .subscribeOn(Schedulers.parallel());
    }

    private static String reason(Throwable failure) {
        return failure instanceof EmbeddingFailed known
                ? known.reason() + ", " + known.getMessage()
                : failure.getClass().getSimpleName();
    }

    /** Twice as many are looked up as are wanted, so that some may be gone by now. */
    private Mono<Found> shown(Scope scope, List<Hit> hits, int topK) {
        var best = hits.subList(0, Math.min(hits.size(), 2 * topK));
        if (best.isEmpty()) {
            return Mono.just(Found.of(List.of()));
        }
        return passages.find(
                        scope.tenant(),
                        scope.chatbotId(),
                        best.stream().map(Hit::passageId).toList())
                .map(StoredPassage::passage)
                .collectMap(passage -> passage.id())
                .map(kept -> Found.of(ready(best, kept, topK)));
    }

    private static List<FoundPassage> ready(List<Hit> best, Map<String, Passage> kept, int topK) {
        var ready = new ArrayList<FoundPassage>(topK);
        for (var hit : best) {
            var passage = kept.get(hit.passageId());
            if (passage != null && ready.size() < topK) {
                ready.add(new FoundPassage(passage, hit.score()));
            }
        }
        return ready;
    }

    private static String shortened(String question) {
        return question.length() <= LONGEST_QUESTION
                ? question
                : question.substring(
                        0,
                        Character.isLowSurrogate(question.charAt(LONGEST_QUESTION))
                                ? LONGEST_QUESTION - 1
                                : LONGEST_QUESTION);
    }
}
