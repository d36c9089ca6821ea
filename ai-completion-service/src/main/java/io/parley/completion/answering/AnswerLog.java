package io.parley.completion.answering;

import io.parley.events.ConversationFact;
import io.parley.events.live.LiveSignal;
import io.parley.events.log.ConversationKey;
import reactor.core.publisher.Mono;

/** Where answers go: their pieces to the live topic, their end to the log. */
public interface AnswerLog {

    /** Publishes a piece. A lost one loses nothing: it never fails, and never takes long. */
    Mono<Void> publish(ConversationKey conversation, LiveSignal signal);

    /** Appends an end or a call; fails when the log does not acknowledge it, though it may be there all the same. */
    Mono<Void> append(ConversationKey conversation, ConversationFact fact);

    /** Completes when this service has read what stands in the log now; fails after a moment if it has not. */
    Mono<Void> caughtUp(ConversationKey conversation);
}
