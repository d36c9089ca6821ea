package io.parley.escalation.desk.web;

import io.parley.escalation.conversation.Conversations;
import io.parley.escalation.desk.Agents;
import io.parley.escalation.desk.ShowEscalation;
import io.parley.escalation.floor.EnterEscalation;
import io.parley.escalation.floor.Move;
import io.parley.escalation.floor.MoveEscalation;
import io.parley.escalation.floor.Mover;
import io.parley.events.Audience;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.platform.identity.Caller;
import io.parley.platform.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * {@code /agent/escalations/{id}/…}: what agents do with an escalation. Any agent claims what waits; the agent who has
 * it, or an admin, does the rest.
 */
@RestController
final class DeskController {

    private final EnterEscalation escalations;
    private final MoveEscalation moving;
    private final Agents agents;
    private final Conversations conversations;
    private final MoveAnswers answers;

    DeskController(
            EnterEscalation escalations,
            MoveEscalation moving,
            Agents agents,
            Conversations conversations,
            ShowEscalation showing) {
        this.conversations = conversations;
        this.escalations = escalations;
        this.moving = moving;
        this.agents = agents;
        this.answers = new MoveAnswers(showing);
    }

    @PostMapping("/agent/escalations/{escalationId}/claim")
    Mono<ResponseEntity<Object>> claim(Caller caller, @PathVariable String escalationId) {
        return move(caller, escalationId, new Move.Claim(requireAgent(caller)));
    }

    @PostMapping("/agent/escalations/{escalationId}/transfer")
    Mono<ResponseEntity<Object>> transfer(
            Caller caller, @PathVariable String escalationId, @RequestBody(required = false) byte @Nullable [] body) {
        var by = mover(caller);
        var transfer = TransferBody.parse(body);
        if (transfer.toAgent() == null) {
            return move(caller, escalationId, transfer.by(by, null));
        }
        return requireOther(caller, escalationId, transfer.toAgent())
                .then(agents.find(caller.tenant(), transfer.toAgent()))
                .flatMap(agent -> move(caller, escalationId, transfer.by(by, agent.name())));
    }

    /** A conversation given to its own visitor would wait for nobody. */
    private Mono<Void> requireOther(Caller caller, String escalationId, String toAgent) {
        return Mono.justOrEmpty(JsonBody.uuid(escalationId))
                .flatMap(id -> escalations.enter(caller.tenant(), id))
                .flatMap(found -> conversations.find(found.key()))
                .filter(conversation -> conversation.access().isOwnedBy(toAgent))
                .flatMap(_ ->
                        Mono.error(Problem.badRequest("bad_request", "to_agent is the visitor of this conversation.")));
    }

    @PostMapping("/agent/escalations/{escalationId}/return")
    Mono<ResponseEntity<Object>> returnToQueue(Caller caller, @PathVariable String escalationId) {
        return move(caller, escalationId, new Move.Return(mover(caller)));
    }

    @PostMapping("/agent/escalations/{escalationId}/hand-back")
    Mono<ResponseEntity<Object>> handBack(Caller caller, @PathVariable String escalationId) {
        return move(caller, escalationId, new Move.HandBack(mover(caller)));
    }

    @PostMapping("/agent/escalations/{escalationId}/resolve")
    Mono<ResponseEntity<Object>> resolve(
            Caller caller, @PathVariable String escalationId, @RequestBody(required = false) byte @Nullable [] body) {
        var by = mover(caller);
        return move(caller, escalationId, new Move.Resolve(by, TransferBody.note(JsonBody.parse(body))));
    }

    private Mono<ResponseEntity<Object>> move(Caller caller, String escalationId, Move move) {
        var moved = Mono.justOrEmpty(JsonBody.uuid(escalationId))
                .flatMap(id -> escalations.enter(caller.tenant(), id))
                .flatMap(found -> moving.move(found, move))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("escalation")));
        return answers.answer(moved, Audience.AGENT);
    }

    private static Mover mover(Caller caller) {
        return new Mover(requireAgent(caller), caller.isAdmin());
    }

    private static Sender requireAgent(Caller caller) {
        DeskAccess.require(caller);
        return new Sender(caller.userId(), SenderType.AGENT, caller.name());
    }
}
