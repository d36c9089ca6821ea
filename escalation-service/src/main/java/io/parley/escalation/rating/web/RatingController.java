package io.parley.escalation.rating.web;

import io.parley.escalation.conversation.Conversation;
import io.parley.escalation.conversation.EnterConversation;
import io.parley.escalation.desk.web.JsonBody;
import io.parley.escalation.rating.RateConversation;
import io.parley.escalation.rating.Rating;
import io.parley.events.log.ConversationKey;
import io.parley.platform.identity.Caller;
import io.parley.platform.problem.Problem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /chat/{conversation_id}/rating}: the visitor says how it was. */
@RestController
final class RatingController {

    private static final int BEST = 5;
    private static final int COMMENT = 1_000;

    private final EnterConversation conversations;
    private final RateConversation ratings;

    RatingController(EnterConversation conversations, RateConversation ratings) {
        this.conversations = conversations;
        this.ratings = ratings;
    }

    record RatingBody(
            String conversationId, int score, @Nullable String comment, Instant createdAt) {

        static RatingBody of(Rating rating) {
            return new RatingBody(rating.key().conversation(), rating.score(), rating.comment(), rating.createdAt());
        }
    }

    @PostMapping("/chat/{conversationId}/rating")
    Mono<ResponseEntity<RatingBody>> rate(
            Caller caller, @PathVariable String conversationId, @RequestBody(required = false) byte @Nullable [] body) {
        return enter(caller, new ConversationKey(caller.tenant(), conversationId))
                .flatMap(conversation -> {
                    var json = JsonBody.parse(body);
                    var score = json.number("score", 1, BEST);
                    if (score == null) {
                        throw JsonBody.bad("score is missing.");
                    }
                    return ratings.rate(conversation, score, json.text("comment", COMMENT));
                })
                .map(outcome -> ResponseEntity.status(outcome.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
                        .body(RatingBody.of(outcome.rating())))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("conversation")));
    }

    private Mono<Conversation> enter(Caller caller, ConversationKey key) {
        return conversations
                .enter(key, caller.userId(), caller.isAgent())
                .switchIfEmpty(Mono.error(() -> Problem.notFound("conversation")))
                .filter(conversation -> conversation.access().isOwnedBy(caller.userId()))
                .switchIfEmpty(Mono.error(() -> Problem.forbidden("Only the visitor rates a conversation.")));
    }
}
