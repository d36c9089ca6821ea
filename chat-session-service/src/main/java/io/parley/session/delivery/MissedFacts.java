package io.parley.session.delivery;

import io.parley.events.Audience;
import io.parley.events.log.LoggedFact;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Finds what a reader has missed since its cursor: in the tail in memory, else in the log itself. It is whole or it is
 * not given.
 */
public final class MissedFacts {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final LogTail tail;
    private final LogScan scan;
    private final LiveConversations conversations;
    private final String epoch;
    private final int partitions;

    public MissedFacts(LogTail tail, LogScan scan, LiveConversations conversations, String epoch, int partitions) {
        this.tail = tail;
        this.scan = scan;
        this.conversations = conversations;
        this.epoch = epoch;
        this.partitions = partitions;
    }

    /** Of which log seqs are places. */
    public String epoch() {
        return epoch;
    }

    /**
     * What a reader of a kind missed.
     *
     * @param of the epoch of the cursor
     * @param after the cursor
     * @param begun where the reader's live delivery began: what came later it has already
     * @return nothing where it cannot be told whole
     */
    public Mono<Optional<Replay>> since(
            ConversationFeed feed, Audience audience, String userId, String of, long after, long begun) {
        if (!epoch.equals(of) || after < 0) {
            return Mono.just(Optional.empty());
        }
        return known(feed, after)
                // Many facts may have to be decoded: not on the event loop of a socket that has others.
                .publishOn(Schedulers.boundedElastic())
                .then(Mono.defer(() -> find(feed, audience, userId, after, begun)))
                .timeout(LIMIT, Mono.just(Optional.empty()));
    }

    /**
     * A cursor may come from a replica that has read further than this one; and a feed may begin with more than this
     * replica's own reader, which fills the tail, has read by then.
     */
    private Mono<Void> known(ConversationFeed feed, long after) {
        long read = feed.conversation().reading().seq();
        return after <= read && tail.reaches(partition(feed), read)
                ? Mono.empty()
                : conversations.caughtUp(feed.key()).onErrorComplete();
    }

    private int partition(ConversationFeed feed) {
        return feed.key().partition(partitions);
    }

    private Mono<Optional<Replay>> find(
            ConversationFeed feed, Audience audience, String userId, long after, long begun) {
        var conversation = feed.conversation();
        var now = conversation.reading();
        if (after > now.seq()) {
            return Mono.just(Optional.empty());
        }
        // At or before where live delivery began nothing after that was missed; beyond it a gap is mended.
        long upTo = after <= begun ? begun : now.lastShownTo(audience);
        if (after >= upTo) {
            return Mono.just(Optional.of(Replay.nothing(audience, userId, after)));
        }
        int partition = partition(feed);
        return Mono.justOrEmpty(
                        tail.reaches(partition, now.seq())
                                ? tail.since(feed.key(), partition, after)
                                : Optional.<List<LoggedFact>>empty())
                .switchIfEmpty(scan.since(feed.key(), partition, after, now.seq()))
                .map((List<LoggedFact> facts) -> Replay.of(
                        facts, conversation, audience, userId, after, upTo, last -> tail.after(feed.key(), last)))
                .defaultIfEmpty(Optional.empty());
    }
}
