package io.parley.session.revision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.events.MessagesRead;
import io.parley.events.log.ConversationKey;
import io.parley.platform.identity.Caller;
import io.parley.platform.log.ConversationLog;
import io.parley.session.delivery.ConversationFeed;
import io.parley.session.delivery.LiveConversations;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.Refusal;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Writes down how far somebody has read: at once, and then at most once in a while, so that scrolling through a
 * conversation costs a fact a second. What is said meanwhile is joined: the furthest place comes last.
 */
public final class MarkRead {

    private static final Logger log = LoggerFactory.getLogger(MarkRead.class);

    /** What could not be written down in time is tried again for about half a minute. */
    private static final int TRIES = 30;

    private final LiveConversations conversations;
    private final ConversationLog facts;
    private final RevisionLimits limits;
    private final RevisionProperties properties;
    private final Cache<Reader, Progress> readers = Caffeine.newBuilder()
            .expireAfterAccess(Duration.ofHours(1))
            .maximumSize(200_000)
            .build();

    MarkRead(
            LiveConversations conversations,
            ConversationLog facts,
            RevisionLimits limits,
            RevisionProperties properties) {
        this.conversations = conversations;
        this.facts = facts;
        this.limits = limits;
        this.properties = properties;
    }

    private record Reader(ConversationKey conversation, String userId) {}

    /** How far one reader has come. Guarded by itself. */
    private static final class Progress {
        private long written = -1;
        private long wanted = -1;
        private boolean writing;
    }

    /**
     * Completes when the place is in the log, or is joined with one that will be; fails with a {@link Refusal}. A place
     * before one that was read already changes nothing.
     */
    public Mono<Void> read(ConversationFeed feed, Caller caller, long seq) {
        return Mono.defer(() -> {
                    if (seq < 0) {
                        throw notThere();
                    }
                    return isThere(feed, seq)
                            ? write(caller, feed, seq)
                            // Shown elsewhere a moment ago, perhaps: a no rests on everything that was acknowledged.
                            : conversations
                                    .open(feed.key())
                                    .flatMap(opened ->
                                            isThere(opened, seq) ? write(caller, feed, seq) : Mono.error(notThere()));
                })
                .onErrorMap(Refusals::of);
    }

    private static boolean isThere(ConversationFeed feed, long seq) {
        return seq <= feed.conversation().reading().seq();
    }

    private static Refusal notThere() {
        return new Refusal(ErrorCode.BAD_FRAME, "Nothing stands at this place yet.");
    }

    private Mono<Void> write(Caller caller, ConversationFeed feed, long seq) {
        var reader = new Reader(feed.key(), caller.userId());
        var progress = readers.get(reader, _ -> new Progress());
        synchronized (progress) {
            if (seq <= progress.wanted) {
                return Mono.empty();
            }
            if (!progress.writing) {
                // Only what is written counts: a client may say of each frame that it was read.
                limits.admit(caller);
            }
            progress.wanted = seq;
            if (progress.writing) {
                return Mono.empty();
            }
            progress.writing = true;
        }
        return append(reader, progress).doFinally(_ -> goOn(reader, progress));
    }

    private Mono<Void> append(Reader reader, Progress progress) {
        return Mono.defer(() -> {
            long seq = wanted(progress);
            return facts.append(reader.conversation(), new MessagesRead(reader.userId(), seq))
                    .doOnNext(_ -> written(progress, seq))
                    .then();
        });
    }

    /** Writes what was joined, after a while; by itself, because no frame and no socket has to wait for it. */
    private void goOn(Reader reader, Progress progress) {
        Mono.delay(properties.readEvery(), Schedulers.parallel())
                .then(Mono.defer(() -> isDone(progress)
                        ? Mono.just(true)
                        : append(reader, progress).thenReturn(false)))
                .retryWhen(Retry.fixedDelay(TRIES, properties.readEvery()))
                .subscribe(
                        done -> {
                            if (!done) {
                                goOn(reader, progress);
                            }
                        },
                        failure -> {
                            log.warn("What was read could not be written down: {}", failure.toString());
                            giveUp(progress);
                        });
    }

    private static long wanted(Progress progress) {
        synchronized (progress) {
            return progress.wanted;
        }
    }

    private static void written(Progress progress, long seq) {
        synchronized (progress) {
            progress.written = seq;
        }
    }

    private static boolean isDone(Progress progress) {
        synchronized (progress) {
            progress.writing = progress.written < progress.wanted;
            return !progress.writing;
        }
    }

    /** To say the same again is to try again. */
    private static void giveUp(Progress progress) {
        synchronized (progress) {
            progress.wanted = progress.written;
            progress.writing = false;
        }
    }
}
