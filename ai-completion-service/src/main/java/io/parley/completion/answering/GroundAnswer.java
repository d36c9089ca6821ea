package io.parley.completion.answering;

import io.parley.completion.chatbot.ChatbotProfile;
import io.parley.completion.document.Passage;
import io.parley.completion.prompt.Quotation;
import io.parley.completion.prompt.QuotedDocuments;
import io.parley.completion.prompt.RecentTurns;
import io.parley.completion.prompt.Turn;
import io.parley.completion.retrieval.Found;
import io.parley.completion.retrieval.Retrieval;
import io.parley.events.MessageId;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Looks into a chatbot's documents before an answer is written. Whatever goes wrong there, the answer goes on without. */
final class GroundAnswer {

    private static final Logger log = LoggerFactory.getLogger(GroundAnswer.class);

    /** "And how much is it?" asks nothing by itself. */
    private static final int SHORT_QUESTION = 4;

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final Retrieval retrieval;
    private final QuotedDocuments documents;

    GroundAnswer(Retrieval retrieval, QuotedDocuments documents) {
        this.retrieval = retrieval;
        this.documents = documents;
    }

    /** Never fails and is never empty. The persona is the chatbot's, filled in. */
    Mono<Grounds> ground(ChatbotProfile chatbot, String persona, String tenant, RecentTurns turns, MessageId question) {
        var asked = asked(turns, question);
        if (asked == null) {
            return Mono.just(Grounds.without(persona));
        }
        return Mono.defer(() -> retrieval.find(tenant, chatbot.id(), asked, chatbot.retrieval()))
                .map(found -> grounds(persona, asked, found))
                .onErrorResume(failure -> {
                    log.warn(
                            "An answer goes on without documents: {}",
                            failure.getClass().getName());
                    return Mono.just(Grounds.without(persona));
                })
                .defaultIfEmpty(Grounds.without(persona));
    }

    private Grounds grounds(String persona, String asked, Found found) {
        return switch (found.outcome()) {
            case NO_DOCUMENTS -> Grounds.without(persona);
            case UNAVAILABLE -> Grounds.without(documents.unavailable(persona));
            case NOTHING -> new Grounds(documents.findingNothing(persona), List.of(), isQuestion(asked));
            case FOUND -> {
                var fitting = documents.fitting(found.passages().stream()
                        .map(one -> quotation(one.passage()))
                        .toList());
                yield new Grounds(
                        documents.quoting(persona, fitting),
                        List.copyOf(found.passages().subList(0, fitting.size())),
                        false);
            }
        };
    }

    private static Quotation quotation(Passage passage) {
        var source = new StringBuilder(passage.title());
        if (passage.page() != null) {
            source.append(", page ").append(passage.page());
        }
        if (passage.heading() != null) {
            source.append(", ").append(passage.heading());
        }
        return new Quotation(source.toString(), passage.text());
    }

    /**
     * What is searched for: the message that is answered, because what was said long before it would pull the search
     * elsewhere; and with a message of a few words the visitor's one before it, because such a message asks nothing by itself.
     */
    private static @Nullable String asked(RecentTurns turns, MessageId question) {
        String before = null;
        for (Turn turn : turns.turns()) {
            if (turn.id().equals(question)) {
                var text = turn.text();
                return words(text) <= SHORT_QUESTION && before != null ? before + "\n" + text : text;
            }
            if (turn.agent() == null && !turn.text().isBlank()) {
                before = turn.text();
            }
        }
        return null;
    }

    /** A few words without a question mark are thanks or a greeting, and no reason to call anybody. */
    private static boolean isQuestion(String asked) {
        return words(asked) > SHORT_QUESTION || asked.indexOf('?') >= 0 || asked.indexOf('？') >= 0;
    }

    private static int words(String text) {
        return text.isBlank() ? 0 : (int) SPACE.splitAsStream(text.strip()).count();
    }
}
