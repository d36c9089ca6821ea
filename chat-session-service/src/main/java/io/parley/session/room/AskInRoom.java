package io.parley.session.room;

import io.parley.platform.identity.Caller;
import io.parley.platform.log.LogBarrier;
import io.parley.session.acceptance.MessageDraft;
import io.parley.session.acceptance.SubmitMessage;
import io.parley.session.acceptance.SubmitMessage.Acknowledged;
import io.parley.session.conversation.AcceptedMessage;
import io.parley.session.conversation.AnswerOutcome;
import io.parley.session.conversation.Conversations;
import io.parley.session.conversation.StoredMessage;
import io.parley.session.delivery.ConversationFeed;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.Refusal;
import io.parley.session.people.Speaker;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Says something in a room as on a socket, and waits until the log tells how the answer ended. A repeat waits with the
 * first; one whose answer ended before, however long ago, is told the same from the view. Who stops waiting stops
 * nothing else.
 */
public final class AskInRoom {

    private final EnterRoom enterRoom;
    private final SubmitMessage submitMessage;
    private final Conversations conversations;
    private final LogBarrier barrier;
    private final Duration answerLimit;
    private final Semaphore waiting;

    AskInRoom(
            EnterRoom enterRoom,
            SubmitMessage submitMessage,
            Conversations conversations,
            LogBarrier barrier,
            RoomProperties properties) {
        this.enterRoom = enterRoom;
        this.submitMessage = submitMessage;
        this.conversations = conversations;
        this.barrier = barrier;
        this.answerLimit = properties.answerLimit();
        this.waiting = new Semaphore(properties.waiting());
    }

    /**
     * Fails with a problem or a {@link Refusal} where the message is not accepted.
     *
     * @param roomId null for the caller's default room
     */
    public Mono<AnsweredMessage> ask(Caller caller, @Nullable String roomId, MessageDraft draft) {
        return Mono.using(
                this::begin,
                deadline -> enterRoom
                        .enter(caller, roomId)
                        .flatMap(feed -> submitMessage
                                .submit(
                                        feed,
                                        Speaker.of(caller, feed.conversation().access()),
                                        draft)
                                .flatMap(acknowledged -> answered(caller, feed, draft, acknowledged, deadline))),
                _ -> waiting.release());
    }

    /** Until when to wait. */
    private long begin() {
        if (!waiting.tryAcquire()) {
            throw new Refusal(ErrorCode.BUSY, "Too much is going on at the moment; please send it again.");
        }
        return System.nanoTime() + answerLimit.toNanos();
    }

    private Mono<AnsweredMessage> answered(
            Caller caller, ConversationFeed feed, MessageDraft draft, Acknowledged acknowledged, long deadline) {
        var accepted = acknowledged.accepted();
        var content = acknowledged.first() ? Mono.just(draft.content()) : saidFirst(feed, accepted);
        return outcome(feed, accepted, deadline)
                .flatMap(outcome -> content.map(
                        words -> new AnsweredMessage(accepted.id(), caller.userId(), words, accepted.at(), outcome)));
    }

    private Mono<String> saidFirst(ConversationFeed feed, AcceptedMessage accepted) {
        var found = conversations.findMessage(feed.key(), accepted.id());
        return found.switchIfEmpty(Mono.defer(() -> barrier.await(feed.key()).then(found)))
                .map(StoredMessage::content)
                // Cleared meanwhile: there is nothing to say of it.
                .defaultIfEmpty("");
    }

    private Mono<AnswerOutcome> outcome(ConversationFeed feed, AcceptedMessage accepted, long deadline) {
        return Mono.defer(() -> {
            // Awaited first: what is read from here on comes to the waiter, and the view has what was read before.
            var awaited = feed.awaitAnswer(accepted.id());
            return Mono.firstWithValue(awaited.outcome(), known(feed, accepted))
                    .timeout(left(deadline), Mono.just(new AnswerOutcome.Pending()))
                    .doFinally(_ -> feed.forget(awaited));
        });
    }

    private Mono<AnswerOutcome> known(ConversationFeed feed, AcceptedMessage accepted) {
        return barrier.await(feed.key()).then(Mono.defer(() -> conversations.findOutcome(feed.key(), accepted)));
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }
}
