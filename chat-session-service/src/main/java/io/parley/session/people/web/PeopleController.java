package io.parley.session.people.web;

import io.parley.platform.identity.Caller;
import io.parley.platform.log.LogBarrier;
import io.parley.platform.problem.Problem;
import io.parley.session.acceptance.AcceptanceProperties;
import io.parley.session.acceptance.MessageDraft;
import io.parley.session.acceptance.SubmitMessage;
import io.parley.session.conversation.AcceptedMessage;
import io.parley.session.conversation.Conversations;
import io.parley.session.delivery.ConversationFeed;
import io.parley.session.frame.Refusal;
import io.parley.session.people.EnterConversation;
import io.parley.session.people.EraseConversation;
import io.parley.session.people.Speaker;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes of seed 002 that write: saying something without a socket, and erasing a conversation. */
@RestController
class PeopleController {

    private final EnterConversation enterConversation;
    private final EraseConversation eraseConversation;
    private final SubmitMessage submitMessage;
    private final Conversations conversations;
    private final LogBarrier barrier;
    private final AcceptanceProperties acceptance;

    PeopleController(
            EnterConversation enterConversation,
            EraseConversation eraseConversation,
            SubmitMessage submitMessage,
            Conversations conversations,
            LogBarrier barrier,
            AcceptanceProperties acceptance) {
        this.enterConversation = enterConversation;
        this.eraseConversation = eraseConversation;
        this.submitMessage = submitMessage;
        this.conversations = conversations;
        this.barrier = barrier;
        this.acceptance = acceptance;
    }

    /** The body is read as bytes, whatever its content type, so that what is wrong with it is said as on a socket. */
    @PostMapping("/chat/{conversationId}/messages")
    Mono<ResponseEntity<MessageBody>> post(
            Caller caller, @PathVariable String conversationId, @RequestBody(required = false) byte @Nullable [] body) {
        return Mono.defer(() -> {
                    var draft = MessageDraft.of(SentMessage.read(body), acceptance.maxLength());
                    return enter(caller, conversationId).flatMap(feed -> post(caller, feed, draft));
                })
                .onErrorMap(Refusal.class, RefusalProblems::of);
    }

    /** Begins no conversation for a message that would be refused. */
    private Mono<ConversationFeed> enter(Caller caller, String conversationId) {
        return enterConversation.enter(caller, conversationId, false).onErrorResume(PeopleController::isNotFound, _ -> {
            submitMessage.requireRoom(caller.tenant(), caller.userId());
            return enterConversation.enter(caller, conversationId, true);
        });
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof Problem problem && problem.status() == HttpStatus.NOT_FOUND;
    }

    private Mono<ResponseEntity<MessageBody>> post(Caller caller, ConversationFeed feed, MessageDraft draft) {
        var sender = Speaker.of(caller, feed.conversation().access());
        return submitMessage
                .submit(feed, sender, draft)
                .flatMap(acknowledged -> acknowledged.first()
                        ? Mono.just(ResponseEntity.status(HttpStatus.CREATED)
                                .body(MessageBody.of(
                                        acknowledged.accepted(),
                                        sender,
                                        draft,
                                        feed.key().conversation())))
                        : first(feed, acknowledged.accepted()).map(ResponseEntity::ok));
    }

    /** What was said first, whatever this caller says it was. */
    private Mono<MessageBody> first(ConversationFeed feed, AcceptedMessage accepted) {
        var found = conversations.findMessage(feed.key(), accepted.id());
        return found.switchIfEmpty(Mono.defer(() -> barrier.await(feed.key()).then(found)))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("message")))
                .map(message -> MessageBody.of(message, feed.key().conversation()));
    }

    @DeleteMapping("/chat/{conversationId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> erase(Caller caller, @PathVariable String conversationId) {
        return eraseConversation.erase(caller, conversationId);
    }
}
