package io.parley.completion.document;

import java.time.Duration;
import java.util.Collection;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What is still to be done with documents, and which process does it. Only open work is in here; each piece is leased
 * to one process, and taken over from a dead one.
 */
public interface OpenDocuments {

    /** What is to be done with a document. */
    enum Task {
        /** Its bytes are still coming in; open when their receiver died. */
        RECEIVE,
        PROCESS,
        DELETE
    }

    /** @param attempt which try this is, from 1 */
    record Work(DocumentKey key, Task task, int attempt) {}

    /** Leases a document that begins to come in to this process; the lease lasts as long as an upload may. */
    Mono<Void> receiving(DocumentKey key);

    /** A document is in: whoever has time may process it. */
    Mono<Void> received(DocumentKey key);

    /** A document is to go. Who holds a lease of it keeps the lease. */
    Mono<Void> deleting(DocumentKey key);

    /** Leases what nobody holds to this process, oldest first and not more than so many. */
    Flux<Work> take(int most);

    Mono<Void> renew(Collection<DocumentKey> held);

    /** The work is done. Where something else is to be done by now, that is left for anybody. */
    Mono<Void> finish(Work work);

    /** Leaves the work to whoever takes it after a pause. */
    Mono<Void> postpone(Work work, Duration pause);

    /** Gives every lease of this process up. */
    Mono<Void> release();
}
