package io.parley.escalation.desk.web;

import io.parley.escalation.conversation.Conversation;
import io.parley.escalation.conversation.EnterConversation;
import io.parley.escalation.desk.ShowEscalation;
import io.parley.escalation.floor.EscalationRequest;
import io.parley.escalation.floor.Floors;
import io.parley.escalation.floor.LocatedEscalation;
import io.parley.escalation.floor.Move;
import io.parley.escalation.floor.MoveEscalation;
import io.parley.escalation.floor.RaiseEscalation;
import io.parley.events.Audience;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.platform.identity.Caller;
import io.parley.platform.problem.Problem;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code /chat/{conversation_id}/escalate} and {@code /escalations}: asking for a person, no longer asking, and what
 * came of it.
 */
@RestController
final class EscalationController {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** A conversation's earlier escalations beyond these are not shown. */
    private static final int SHOWN = 100;

    private final EnterConversation conversations;
    private final RaiseEscalation raising;
    private final MoveEscalation moving;
    private final Floors floors;
    private final ShowEscalation showing;

    EscalationController(
            EnterConversation conversations,
            RaiseEscalation raising,
            MoveEscalation moving,
            Floors floors,
            ShowEscalation showing) {
        this.conversations = conversations;
        this.raising = raising;
        this.moving = moving;
        this.floors = floors;
        this.showing = showing;
    }

    record EscalationsBody(String conversationId, List<EscalationBody> escalations, int count) {}

    @PostMapping("/chat/{conversationId}/escalate")
    Mono<ResponseEntity<EscalationBody>> escalate(
            Caller caller, @PathVariable String conversationId, @RequestBody(required = false) byte @Nullable [] body) {
        var asked = EscalateBody.parse(body);
        var key = new ConversationKey(caller.tenant(), conversationId);
        return enter(caller, key)
                .flatMap(conversation -> raise(
                        conversation,
                        new EscalationRequest(asked.reason(), asked.metadata(), sender(caller, conversation)),
                        conversation.access().audience(caller.userId())))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("conversation")));
    }

    private Mono<ResponseEntity<EscalationBody>> raise(
            Conversation conversation, EscalationRequest request, Audience audience) {
        return raising.raise(conversation.key(), request, conversation.startedAt())
                .timeout(LIMIT)
                .onErrorMap(NotTold::is, NotTold::problem)
                .flatMap(outcome -> show(new LocatedEscalation(conversation.key(), outcome.escalation()), audience)
                        .map(shown -> ResponseEntity.status(outcome.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
                                .body(shown)));
    }

    /** The visitor no longer wants a person. */
    @DeleteMapping("/chat/{conversationId}/escalate")
    Mono<ResponseEntity<Object>> cancel(Caller caller, @PathVariable String conversationId) {
        return enter(caller, new ConversationKey(caller.tenant(), conversationId))
                .filter(conversation -> conversation.access().isOwnedBy(caller.userId()))
                .switchIfEmpty(Mono.error(() -> Problem.forbidden("Only the visitor cancels its request.")))
                .flatMap(conversation -> new MoveAnswers(showing)
                        .answer(
                                moving.moveNewest(conversation.key(), new Move.Cancel(sender(caller, conversation))),
                                Audience.VISITOR));
    }

    @GetMapping("/chat/{conversationId}/escalations")
    Mono<EscalationsBody> escalations(Caller caller, @PathVariable String conversationId) {
        var key = new ConversationKey(caller.tenant(), conversationId);
        return enter(caller, key)
                .flatMap(conversation -> floors.escalations(key, SHOWN)
                        .flatMapMany(Flux::fromIterable)
                        .concatMap(found -> show(
                                new LocatedEscalation(key, found),
                                conversation.access().audience(caller.userId())))
                        .collectList())
                .map(shown -> new EscalationsBody(conversationId, shown, shown.size()));
    }

    private Mono<Conversation> enter(Caller caller, ConversationKey key) {
        return conversations
                .enter(key, caller.userId(), caller.isAgent())
                .switchIfEmpty(Mono.error(() -> Problem.notFound("conversation")));
    }

    private Mono<EscalationBody> show(LocatedEscalation located, Audience audience) {
        return showing.show(located, audience).map(shown -> EscalationBody.of(shown, audience));
    }

    private static Sender sender(Caller caller, Conversation conversation) {
        var type = conversation.access().isOwnedBy(caller.userId()) ? SenderType.USER : SenderType.AGENT;
        return new Sender(caller.userId(), type, caller.name());
    }
}
