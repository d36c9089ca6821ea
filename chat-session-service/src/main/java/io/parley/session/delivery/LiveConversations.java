package io.parley.session.delivery;

import io.parley.events.AnswerEvent;
import io.parley.events.Floor;
import io.parley.events.FloorEvent;
import io.parley.events.NoteAdded;
import io.parley.events.live.AnswerChunk;
import io.parley.events.live.AnswerStarted;
import io.parley.events.live.LiveSignal;
import io.parley.events.live.Presence;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.platform.log.LogBarrier;
import io.parley.session.conversation.Conversations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The conversations somebody on this replica is interested in, and the place where both topics come in.
 *
 * <p>How a feed begins without a gap: it is registered first, so that the log's reader fills its buffer; the barrier
 * then waits until the view has applied everything that stood in the log at that moment; so the document that is read
 * next and the buffer overlap.
 */
public final class LiveConversations {

    /** A conversation that nobody looks at is let go after this long: a reload is cheap before. */
    private static final Duration KEPT = Duration.ofSeconds(60);

    /** One that does not exist is let go sooner: anybody can ask for any id. Whoever is about to begin it needs 10 s. */
    private static final Duration KEPT_UNUSED = Duration.ofSeconds(15);

    private static final Duration SWEEP = Duration.ofSeconds(15);

    private final Map<ConversationKey, Entry> feeds = new ConcurrentHashMap<>();
    private final RunningAnswers running = new RunningAnswers();
    private final Presences presences;
    private final Conversations conversations;
    private final LogBarrier barrier;
    private final Caught caught;
    private final String epoch;
    private final Clock clock;
    private final Disposable sweep;

    private static final class Entry {
        private final ConversationFeed feed;
        private final Mono<ConversationFeed> opened;
        private volatile Instant used;

        Entry(ConversationFeed feed, Mono<ConversationFeed> opened, Instant used) {
            this.feed = feed;
            this.opened = opened;
            this.used = used;
        }

        boolean isLeftAlone(Instant now) {
            var kept = feed.conversation().exists() ? KEPT : KEPT_UNUSED;
            return feed.isIdle() && used.plus(kept).isBefore(now);
        }
    }

    /** Completes when this replica has read what stood in the log; fails where that takes too long. */
    public interface Caught {

        Mono<Void> up(ConversationKey key);
    }

    public LiveConversations(
            Conversations conversations, LogBarrier barrier, Caught caught, String epoch, Clock clock) {
        this.conversations = conversations;
        this.barrier = barrier;
        this.caught = caught;
        this.presences = new Presences(clock);
        this.epoch = epoch;
        this.clock = clock;
        this.sweep = Flux.interval(SWEEP, Schedulers.parallel()).subscribe(_ -> sweep());
    }

    /** The feed of a conversation, read up to now; fails with {@code view_behind} where that takes too long. */
    public Mono<ConversationFeed> open(ConversationKey key) {
        return Mono.defer(() -> {
            var now = clock.instant();
            var created = new boolean[1];
            // In one step: between finding it and noting its use, it could be let go.
            var entry = feeds.compute(key, (_, open) -> {
                created[0] = open == null;
                var used = open == null ? entry(key, now) : open;
                used.used = now;
                return used;
            });
            // A new feed begins with everything that was acknowledged; one that was there may be a moment behind.
            return created[0] ? entry.opened : entry.opened.delayUntil(_ -> caughtUp(key));
        });
    }

    /** Completes when this replica has read what stands in the log now; fails with {@code view_behind}. */
    Mono<Void> caughtUp(ConversationKey key) {
        return caught.up(key);
    }

    private Entry entry(ConversationKey key, Instant now) {
        var feed = new ConversationFeed(key, epoch, running, presences);
        var opened = barrier.await(key)
                .then(conversations.find(key))
                .doOnNext(feed::begin)
                // No document: nobody has written anything yet.
                .switchIfEmpty(Mono.fromRunnable(() -> feed.begin(null)))
                .doOnError(_ -> feeds.computeIfPresent(key, (_, entry) -> entry.feed == feed ? null : entry))
                .thenReturn(feed)
                .cache();
        return new Entry(feed, opened, now);
    }

    /** Takes the next fact of the log, on its reader's thread. */
    public void onFact(LoggedFact logged) {
        var entry = feeds.get(logged.conversation());
        if (entry != null) {
            entry.feed.onFact(logged);
        }
        // After the feed: it still needs what was shown of the answer that ends here.
        switch (logged.fact()) {
            case AnswerEvent end -> running.end(logged.conversation(), end.answerId());
            case NoteAdded _ -> {
                // Changes nothing.
            }
            case FloorEvent change
            when change.floor() != Floor.ASSISTANT -> running.drop(logged.conversation(), change.fence());
            default -> {
                // No answer ends with it.
            }
        }
    }

    /**
     * Takes the next signal of the live topic, on its reader's thread.
     *
     * @param at when it was published
     */
    public void onSignal(ConversationKey key, LiveSignal signal, Instant at) {
        switch (signal) {
            case AnswerStarted started -> running.start(key, started);
            case AnswerChunk chunk -> running.take(key, chunk);
            default -> {
                // For the feed alone.
            }
        }
        boolean changed = signal instanceof Presence presence && presences.take(key, presence, at);
        var entry = feeds.get(key);
        if (entry == null) {
            return;
        }
        if (changed && signal instanceof Presence presence) {
            entry.feed.presenceChanged(presence.sender(), presence.online());
        } else {
            entry.feed.onSignal(signal);
        }
    }

    /** Lets go of conversations that nobody looks at, and of people who have gone without a word. */
    void sweep() {
        var now = clock.instant();
        for (var key : feeds.keySet()) {
            var open = feeds.get(key);
            if (open != null) {
                presences.expire(key).forEach(gone -> open.feed.presenceChanged(gone, false));
            }
            feeds.computeIfPresent(key, (_, entry) -> entry.isLeftAlone(now) ? null : entry);
        }
    }

    public void close() {
        sweep.dispose();
    }
}
