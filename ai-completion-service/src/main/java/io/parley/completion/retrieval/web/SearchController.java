package io.parley.completion.retrieval.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.completion.chatbot.Chatbots;
import io.parley.completion.chatbot.RetrievalSettings;
import io.parley.completion.retrieval.Found;
import io.parley.completion.retrieval.FoundPassage;
import io.parley.completion.retrieval.Retrieval;
import io.parley.platform.identity.Caller;
import io.parley.platform.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** {@code POST /chatbots/{id}/search}: what an answer would be given, for admins who try it. */
@RestController
class SearchController {

    private static final int LONGEST_QUERY = 1_000;

    private final Chatbots chatbots;
    private final Retrieval retrieval;

    SearchController(Chatbots chatbots, Retrieval retrieval) {
        this.chatbots = chatbots;
        this.retrieval = retrieval;
    }

    record PassagesBody(List<PassageBody> passages, int count) {

        static PassagesBody of(Found found) {
            var passages = found.passages().stream().map(PassageBody::of).toList();
            return new PassagesBody(passages, passages.size());
        }
    }

    /** @param excerpt the whole passage, as a model would read it */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PassageBody(
            String documentId,
            String title,
            @Nullable Integer page,
            @Nullable String heading,
            String excerpt,
            double score) {

        static PassageBody of(FoundPassage found) {
            var passage = found.passage();
            return new PassageBody(
                    passage.document().documentId(),
                    passage.title(),
                    passage.page(),
                    passage.heading(),
                    passage.text(),
                    found.score());
        }
    }

    @PostMapping("/chatbots/{chatbotId}/search")
    Mono<PassagesBody> search(Caller caller, @PathVariable String chatbotId, @RequestBody Mono<JsonNode> body) {
        if (!caller.isAdmin()) {
            throw Problem.forbidden("Documents of chatbots are for admins.");
        }
        return chatbots.find(caller.tenant(), chatbotId)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("chatbot")))
                .zipWith(body)
                .flatMap(both -> {
                    var json = both.getT2();
                    return retrieval.find(
                            caller.tenant(),
                            chatbotId,
                            query(json),
                            settings(both.getT1().retrieval(), json));
                })
                .flatMap(found -> found.outcome() == Found.Outcome.UNAVAILABLE
                        ? Mono.error(Problem.unavailable("unavailable", "The documents could not be searched in time."))
                        : Mono.just(PassagesBody.of(found)));
    }

    private static String query(JsonNode body) {
        var query = body.path("query").asString("").strip();
        if (!body.path("query").isString()
                || query.isEmpty()
                || query.codePointCount(0, query.length()) > LONGEST_QUERY) {
            throw Problem.badRequest(
                    "bad_request",
                    "query must be a text of 1 to %d characters, not all blank.".formatted(LONGEST_QUERY));
        }
        return query;
    }

    private static RetrievalSettings settings(RetrievalSettings chatbots, JsonNode body) {
        var topK = body.path("top_k");
        if (topK.isMissingNode() || topK.isNull()) {
            return chatbots;
        }
        if (!topK.canConvertToInt()
                || !topK.isIntegralNumber()
                || topK.intValue() < 1
                || topK.intValue() > RetrievalSettings.MOST_PASSAGES) {
            throw Problem.badRequest(
                    "bad_request",
                    "top_k must be a whole number from 1 to %d.".formatted(RetrievalSettings.MOST_PASSAGES));
        }
        return new RetrievalSettings(
                chatbots.enabled(), topK.intValue(), chatbots.minScore(), chatbots.embeddingModel());
    }
}
