package io.parley.session.room.web;

import io.parley.events.Payer;
import io.parley.platform.identity.Caller;
import io.parley.platform.problem.Problem;
import io.parley.session.acceptance.AcceptanceProperties;
import io.parley.session.acceptance.MessageDraft;
import io.parley.session.conversation.AnswerOutcome;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.Refusal;
import io.parley.session.people.web.RefusalProblems;
import io.parley.session.room.AnsweredMessage;
import io.parley.session.room.AskInRoom;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /api/chat/ai/send} of seed 004, whose words these are. */
@RestController
class RoomController {

    private final AskInRoom askInRoom;
    private final AcceptanceProperties acceptance;

    RoomController(AskInRoom askInRoom, AcceptanceProperties acceptance) {
        this.askInRoom = askInRoom;
        this.acceptance = acceptance;
    }

    /** The body is read as bytes, whatever its content type, so that what is wrong with it is said in the seed's words. */
    @PostMapping("/api/chat/ai/send")
    Mono<AnsweredBody> send(Caller caller, @RequestBody(required = false) byte @Nullable [] body) {
        return Mono.defer(() -> {
                    var sent = SentToRoom.read(body);
                    var draft = MessageDraft.of(sent.message(), acceptance.maxLength());
                    if (!sent.isFrom(caller.userId())) {
                        throw Problem.forbidden("Unauthorized");
                    }
                    return askInRoom.ask(caller, sent.roomId(), draft);
                })
                .map(RoomController::body)
                .onErrorMap(Refusal.class, RoomController::problem);
    }

    private static Problem problem(Refusal refusal) {
        return refusal.code() == ErrorCode.MESSAGE_EMPTY ? SentToRoom.messageRequired() : RefusalProblems.of(refusal);
    }

    private static AnsweredBody body(AnsweredMessage message) {
        return switch (message.outcome()) {
            case AnswerOutcome.Completed answer -> AnsweredBody.of(message, answer);
            case AnswerOutcome.Failed failed -> failed(message, failed);
            case AnswerOutcome.NotAsked _ -> throw humanHasFloor();
            case AnswerOutcome.Cleared _ ->
                throw Problem.conflict("conflict", "The history was cleared; please send it as a new message.");
            case AnswerOutcome.Pending _ ->
                throw new Problem(
                        HttpStatus.GATEWAY_TIMEOUT,
                        "answer_pending",
                        "The answer is still being written; it will be in the history.");
        };
    }

    private static AnsweredBody failed(AnsweredMessage message, AnswerOutcome.Failed failed) {
        return switch (failed.code()) {
            case NO_API_KEY ->
                throw Problem.badRequest(
                        failed.code().wire(), "No API key found. Please add your OpenAI API key in settings.");
            case PROVIDER_REJECTED_KEY -> {
                // Another's key is nothing the caller could put right.
                if (failed.payer() == Payer.USER) {
                    throw Problem.badRequest(
                            failed.code().wire(), "Invalid API key. Please update your API key in settings.");
                }
                yield AnsweredBody.apology(message, failed);
            }
            case HANDED_OVER -> throw humanHasFloor();
            default -> AnsweredBody.apology(message, failed);
        };
    }

    private static Problem humanHasFloor() {
        return Problem.conflict("human_has_floor", "A person answers here at the moment; your message was kept.");
    }
}
