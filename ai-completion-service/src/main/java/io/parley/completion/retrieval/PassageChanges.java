package io.parley.completion.retrieval;

import java.util.List;
import reactor.core.publisher.Mono;

/** What was done to documents, numbered without a gap, for the replicas of this service. */
public interface PassageChanges {

    /** A change and its number. */
    record Numbered(long number, PassageChange change) {}

    /** Something of it is not kept any more: whoever wants it has to read all documents anew. */
    final class Forgotten extends RuntimeException {

        public Forgotten(long after) {
            super("the changes after " + after + " are not kept any more", null, false, false);
        }
    }

    /** The number of the newest change; 0 where there is none. */
    Mono<Long> newest();

    /** Writes a change down and gives its number. */
    Mono<Long> append(PassageChange change);

    /** The next changes after a number, in order, some hundreds at most; fails with {@link Forgotten}. */
    Mono<List<Numbered>> after(long number);
}
