package io.parley.escalation.floor.web;

import io.parley.escalation.conversation.Conversation;
import io.parley.escalation.conversation.EnterConversation;
import io.parley.escalation.floor.Escalation;
import io.parley.escalation.floor.EscalationRequest;
import io.parley.escalation.floor.Floors;
import io.parley.escalation.floor.RaiseEscalation;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.platform.identity.Caller;
import io.parley.platform.log.AppendFailed;
import io.parley.platform.problem.Problem;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code /chat/{conversation_id}/escalate} and {@code /escalations}: asking for a person, and what came of it. */
@RestController
final class EscalationController {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** A conversation's earlier escalations beyond these are not shown. */
    private static final int SHOWN = 100;

    private final EnterConversation conversations;
    private final RaiseEscalation escalation;
    private final Floors floors;

    EscalationController(EnterConversation conversations, RaiseEscalation escalation, Floors floors) {
        this.conversations = conversations;
        this.escalation = escalation;
        this.floors = floors;
    }

    @PostMapping("/chat/{conversationId}/escalate")
    Mono<ResponseEntity<EscalationBody>> escalate(
            Caller caller, @PathVariable String conversationId, @RequestBody(required = false) byte @Nullable [] body) {
        var asked = EscalateBody.parse(body);
        var key = new ConversationKey(caller.tenant(), conversationId);
        return enter(caller, key)
                .flatMap(conversation -> escalation
                        .raise(
                                key,
                                new EscalationRequest(asked.reason(), asked.metadata(), sender(caller, conversation)))
                        .timeout(LIMIT)
                        .onErrorMap(EscalationController::isNotTold, _ -> notTold()))
                .flatMap(outcome -> show(key, outcome.escalation())
                        .map(shown -> ResponseEntity.status(outcome.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
                                .body(shown)));
    }

    @GetMapping("/chat/{conversationId}/escalations")
    Mono<EscalationsBody> escalations(Caller caller, @PathVariable String conversationId) {
        var key = new ConversationKey(caller.tenant(), conversationId);
        return enter(caller, key)
                .then(Mono.defer(() -> floors.escalations(key, SHOWN)))
                .flatMapMany(Flux::fromIterable)
                .concatMap(found -> show(key, found))
                .collectList()
                .map(shown -> new EscalationsBody(conversationId, shown, shown.size()));
    }

    private Mono<Conversation> enter(Caller caller, ConversationKey key) {
        return conversations
                .enter(key, caller.userId(), caller.isAgent())
                .switchIfEmpty(Mono.error(() -> Problem.notFound("conversation")));
    }

    private Mono<EscalationBody> show(ConversationKey key, Escalation found) {
        var position = found.status().isOpen() ? floors.queuePosition(key) : Mono.just(OptionalLong.empty());
        return position.map(place -> EscalationBody.of(key, found, place));
    }

    private static Sender sender(Caller caller, Conversation conversation) {
        var type = conversation.isOwnedBy(caller.userId()) ? SenderType.USER : SenderType.AGENT;
        return new Sender(caller.userId(), type, caller.name());
    }

    private static boolean isNotTold(Throwable failure) {
        return failure instanceof AppendFailed || failure instanceof TimeoutException;
    }

    /** What was kept will be told; asking again finds it. */
    private static Problem notTold() {
        return Problem.unavailable("unavailable", "The request is not confirmed yet; please ask again.");
    }
}
