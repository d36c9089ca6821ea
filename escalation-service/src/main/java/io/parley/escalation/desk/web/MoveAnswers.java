package io.parley.escalation.desk.web;

import io.parley.escalation.desk.ShowEscalation;
import io.parley.escalation.floor.LocatedEscalation;
import io.parley.escalation.floor.MoveRefused;
import io.parley.events.Audience;
import io.parley.platform.problem.ProblemBody;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Mono;

/** Answers a move: with the escalation as it is then, or with the one that did not allow it. */
final class MoveAnswers {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ShowEscalation showing;

    MoveAnswers(ShowEscalation showing) {
        this.showing = showing;
    }

    Mono<ResponseEntity<Object>> answer(Mono<LocatedEscalation> move, Audience audience) {
        return move.timeout(LIMIT)
                .onErrorMap(NotTold::is, NotTold::problem)
                .flatMap(moved -> show(moved, audience))
                .map(shown -> ResponseEntity.<Object>ok(shown))
                .onErrorResume(MoveRefused.class, refused -> refuse(refused.current(), audience));
    }

    private Mono<ResponseEntity<Object>> refuse(@Nullable LocatedEscalation current, Audience audience) {
        if (current == null) {
            return Mono.just(conflict("There is no escalation.", null));
        }
        var detail = "The escalation is " + current.escalation().status().wire() + ", which does not allow this.";
        return show(current, audience).map(shown -> conflict(detail, shown));
    }

    private static ResponseEntity<Object> conflict(String detail, @Nullable EscalationBody current) {
        return ResponseEntity.status(HttpStatus.CONFLICT)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(new RefusedMoveBody(ProblemBody.of(HttpStatus.CONFLICT, "conflict", detail), current));
    }

    private Mono<EscalationBody> show(LocatedEscalation located, Audience audience) {
        return showing.show(located, audience).map(shown -> EscalationBody.of(shown, audience));
    }
}
