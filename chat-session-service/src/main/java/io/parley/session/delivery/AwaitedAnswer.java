package io.parley.session.delivery;

import io.parley.events.MessageId;
import io.parley.session.conversation.AnswerOutcome;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Somebody who waits for the log to tell how the first answer to a message ended. */
public final class AwaitedAnswer {

    private final MessageId question;
    private final Sinks.One<AnswerOutcome> outcome = Sinks.one();

    AwaitedAnswer(MessageId question) {
        this.question = question;
    }

    /** Completes when the answer's end is read; has no time limit of its own. */
    public Mono<AnswerOutcome> outcome() {
        // The log's reader has other conversations to go on with.
        return outcome.asMono().publishOn(Schedulers.parallel());
    }

    MessageId question() {
        return question;
    }

    void end(AnswerOutcome ended) {
        // A waiter that has given up meanwhile does not take it, and need not.
        outcome.tryEmitValue(ended);
    }
}
