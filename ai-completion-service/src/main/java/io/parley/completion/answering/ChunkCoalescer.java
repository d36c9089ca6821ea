package io.parley.completion.answering;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * Joins tokens into pieces: the first at once, then at most one piece in each spacing, with all that came meanwhile. No
 * piece ends between the two halves of a character. It reads ahead of its reader by a few thousand characters and not
 * further; an error passes at once, without what was not given yet.
 */
final class ChunkCoalescer {

    /** How far it reads ahead of a slow reader, in UTF-16 units. */
    static final int AHEAD = 8_192;

    private ChunkCoalescer() {}

    static Flux<String> coalesce(Flux<String> tokens, Supplier<Duration> spacing, Scheduler scheduler) {
        return Flux.from(
                reader -> tokens.subscribe(new Coalescing(Operators.toCoreSubscriber(reader), spacing, scheduler)));
    }

    private static final class Coalescing implements CoreSubscriber<String>, Subscription {

        private final CoreSubscriber<? super String> reader;
        private final Supplier<Duration> spacing;
        private final Scheduler scheduler;
        private final AtomicLong asked = new AtomicLong();
        private final AtomicInteger work = new AtomicInteger();
        private final Disposable.Swap timer = Disposables.swap();
        private volatile @Nullable Subscription tokens;
        private volatile boolean over;

        // What follows belongs to whoever holds the lock of "waiting".
        private final StringBuilder waiting = new StringBuilder();
        private boolean tokenAsked;
        private boolean timed;
        private boolean whole;
        private @Nullable Throwable failure;
        private long nextAt = Long.MIN_VALUE;

        Coalescing(CoreSubscriber<? super String> reader, Supplier<Duration> spacing, Scheduler scheduler) {
            this.reader = reader;
            this.spacing = spacing;
            this.scheduler = scheduler;
        }

        @Override
        public Context currentContext() {
            return reader.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            tokens = subscription;
            reader.onSubscribe(this);
            work();
        }

        @Override
        public void onNext(String token) {
            synchronized (waiting) {
                waiting.append(token);
                tokenAsked = false;
            }
            work();
        }

        @Override
        public void onComplete() {
            synchronized (waiting) {
                whole = true;
            }
            work();
        }

        @Override
        public void onError(Throwable error) {
            synchronized (waiting) {
                failure = error;
            }
            work();
        }

        @Override
        public void request(long n) {
            asked.updateAndGet(before -> Operators.addCap(before, n));
            work();
        }

        @Override
        public void cancel() {
            over = true;
            timer.dispose();
            var upstream = tokens;
            if (upstream != null) {
                upstream.cancel();
            }
        }

        /** One thread at a time works; who comes meanwhile leaves the work to it. */
        private void work() {
            if (work.getAndIncrement() != 0) {
                return;
            }
            int seen = 1;
            do {
                boolean more = true;
                while (more && !over) {
                    more = step().act();
                }
                seen = work.addAndGet(-seen);
            } while (seen != 0);
        }

        /** What is to be done next. Decided under the lock, done outside of it. */
        private Step step() {
            synchronized (waiting) {
                if (failure != null) {
                    return fail(failure);
                }
                if (whole && waiting.isEmpty()) {
                    return this::complete;
                }
                int ready = ready();
                if (ready > 0 && asked.get() > 0) {
                    long now = scheduler.now(TimeUnit.MILLISECONDS);
                    if (whole || now >= nextAt) {
                        nextAt = now + spacing.get().toMillis();
                        return give(take(ready));
                    }
                    if (!timed) {
                        timed = true;
                        return pause(nextAt - now);
                    }
                }
                if (!whole && !tokenAsked && waiting.length() < AHEAD) {
                    tokenAsked = true;
                    return this::ask;
                }
                return () -> false;
            }
        }

        /** All that waits, but for the first half of a character whose second half is still to come. */
        private int ready() {
            int length = waiting.length();
            return length > 0 && !whole && Character.isHighSurrogate(waiting.charAt(length - 1)) ? length - 1 : length;
        }

        private String take(int length) {
            var piece = waiting.substring(0, length);
            waiting.delete(0, length);
            return piece;
        }

        private Step give(String piece) {
            return () -> {
                asked.updateAndGet(before -> before == Long.MAX_VALUE ? before : before - 1);
                reader.onNext(piece);
                return true;
            };
        }

        private Step pause(long millis) {
            return () -> {
                timer.update(scheduler.schedule(this::timeIsUp, millis, TimeUnit.MILLISECONDS));
                return true;
            };
        }

        private void timeIsUp() {
            synchronized (waiting) {
                timed = false;
                // Whatever the clock says, which somebody may have set back meanwhile.
                nextAt = Long.MIN_VALUE;
            }
            work();
        }

        private boolean ask() {
            var upstream = tokens;
            if (upstream != null) {
                upstream.request(1);
            }
            return true;
        }

        private boolean complete() {
            over = true;
            reader.onComplete();
            return false;
        }

        private Step fail(Throwable error) {
            return () -> {
                over = true;
                timer.dispose();
                reader.onError(error);
                return false;
            };
        }
    }

    /** Something to do; true where there may be more. */
    private interface Step {

        boolean act();
    }
}
