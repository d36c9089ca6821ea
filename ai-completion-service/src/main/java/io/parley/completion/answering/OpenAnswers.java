package io.parley.completion.answering;

import io.parley.events.MessageId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/** The jobs of all replicas that have no end in the log yet, and their leases. Finished ones are gone from here. */
public interface OpenAnswers {

    /** Stores jobs leased to this replica, and tells which were not there before; those that were stay as they are. */
    Mono<Set<MessageId>> insert(Collection<AnswerJob> jobs);

    /** Which of these are open. */
    Mono<Set<MessageId>> open(Collection<MessageId> ids);

    Mono<Void> delete(Collection<MessageId> ids);

    /** Renews every lease this process holds, and tells which those are. */
    Mono<List<AnswerJob>> renew();

    /** Leases to this process what nobody holds any more: expired leases, and those of its own earlier incarnations. */
    Mono<List<AnswerJob>> takeOver();

    /** Whether this process still holds the lease of this attempt; renews it if so. */
    Mono<Boolean> confirm(AnswerJob job);

    /** Begins the next attempt of a job this process still holds the lease of; empty where it does not. */
    Mono<AnswerJob> nextAttempt(AnswerJob job);

    /** Gives every lease of this process up, for another replica to take over at once. */
    Mono<Void> release();
}
