package io.parley.completion.answering;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.events.AnswerEvent;
import io.parley.events.FailureCode;
import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * The answers leased to this replica: decides for each what is to be done now, and does it. Answers of one conversation
 * are written one at a time, oldest first; a floor that was taken from the assistant ends them all, and so does a newer
 * question where the chatbot lets it interrupt. A question that is a person's to answer waits until one has the floor.
 *
 * <p>What it knows comes from the listener as it reads, and from the rounds of {@link LeaseRounds}, which look at
 * everything again: the conversation may be read by another replica, and a notice may be lost.
 */
public final class AnswersHere {

    private static final Logger log = LoggerFactory.getLogger(AnswersHere.class);

    private static final Duration STOPS_KEPT = Duration.ofMinutes(10);

    /** How many conversations are looked up at a time. */
    private static final int LOOKS = 16;

    private final AnswerQuestion question;
    private final EndAnswer endings;
    private final OpenAnswers open;
    private final Contexts contexts;
    private final AnswerLog answers;
    private final AnsweringProperties properties;
    private final Clock clock;

    // Guarded by this object's lock, which nobody holds while waiting for anything.
    private final Map<MessageId, Held> held = new LinkedHashMap<>();
    // A stop can be here before the question is; the wait for one's turn is what it may outlive.
    private final Cache<MessageId, Boolean> stopped = Caffeine.newBuilder()
            .expireAfterWrite(STOPS_KEPT)
            .maximumSize(10_000)
            .build();
    private long rounds;
    private boolean closed;
    private final AtomicInteger writing = new AtomicInteger();

    AnswersHere(
            AnswerQuestion question,
            EndAnswer endings,
            OpenAnswers open,
            Contexts contexts,
            AnswerLog answers,
            AnsweringProperties properties,
            Clock clock) {
        this.question = question;
        this.endings = endings;
        this.open = open;
        this.contexts = contexts;
        this.answers = answers;
        this.properties = properties;
        this.clock = clock;
    }

    /** A job leased to this replica, and what is being done about it. */
    private static final class Held {
        private final AnswerJob job;
        private final long since;
        /** Whether everything that could have ended it before this replica had it has been read. */
        private boolean current;

        private boolean looking;
        private boolean waitsForRoom;
        /** Whether a person was called from here; the conversation says so once that is read back. */
        private boolean calledPerson;

        private @Nullable Work work;
        /** Fence of the end that was appended; the job stays until that end, or another one, is read back. */
        private long endedUnder = -1;

        Held(AnswerJob job, boolean current, long since) {
            this.job = job;
            this.current = current;
            this.since = since;
        }
    }

    /** Something being done: an answer being written and ended, or an end without an answer. */
    private static final class Work {
        private final boolean writes;
        private final long fence;
        private final Sinks.Empty<Void> stop = Sinks.empty();
        private final Disposable.Swap running = Disposables.swap();

        Work(boolean writes, long fence) {
            this.writes = writes;
            this.fence = fence;
        }
    }

    /** New jobs of questions this replica has just read. */
    synchronized void asked(Collection<AnswerJob> jobs) {
        if (!closed) {
            jobs.forEach(job -> held.put(job.answerId(), new Held(job, true, rounds)));
        }
    }

    /** Ends read back from the log. */
    synchronized void ended(Collection<MessageId> answers) {
        answers.forEach(answer -> {
            var one = held.remove(answer);
            if (one != null) {
                cancel(one);
            }
        });
        fillRoom();
    }

    /** A conversation was read on. */
    synchronized void read(ConversationContext context) {
        for (var pending : context.pending()) {
            var one = held.get(pending.answer());
            if (one != null) {
                act(one, context);
            }
        }
    }

    /** Jobs taken over from a replica that shows no sign of life. */
    synchronized void tookOver(Collection<AnswerJob> jobs) {
        jobs.forEach(job -> {
            log.info("Answer {} in {} is taken over, attempt {}", job.answerId(), job.conversation(), job.attempt());
            var before = held.put(job.answerId(), new Held(job, false, rounds));
            if (before != null) {
                cancel(before);
            }
        });
    }

    /** Whether something is held here that cannot be begun before the log is read further. */
    synchronized boolean hasUnread() {
        return held.values().stream().anyMatch(one -> !one.current);
    }

    /** A new round begins; what is held from here on is not judged by it. */
    synchronized long nextRound() {
        return ++rounds;
    }

    /** What this replica holds, as the database has it: all else it held before the round is lost. */
    synchronized void renewed(Collection<AnswerJob> leased, long round) {
        var ids = leased.stream().map(AnswerJob::answerId).collect(Collectors.toSet());
        for (var one : List.copyOf(held.values())) {
            if (one.since < round && !ids.contains(one.job.answerId())) {
                held.remove(one.job.answerId());
                cancel(one);
            }
        }
        leased.forEach(job -> held.computeIfAbsent(job.answerId(), _ -> new Held(job, false, rounds)));
        fillRoom();
    }

    /** Looks again at every job here whose conversation asks for something to be done. */
    Mono<Void> lookAround() {
        Map<MessageId, Held> all;
        synchronized (this) {
            all = new LinkedHashMap<>(held);
        }
        var keys = all.values().stream().map(one -> one.job.conversation()).collect(Collectors.toSet());
        if (keys.isEmpty()) {
            return Mono.empty();
        }
        return contexts.standings(keys)
                .flatMapMany(standings -> Flux.fromIterable(all.values()).filter(one -> isDue(one, standings)))
                .flatMap(this::look, LOOKS)
                .then();
    }

    private synchronized boolean isDue(Held one, Map<ConversationKey, Contexts.Standing> standings) {
        var standing = standings.get(one.job.conversation());
        if (standing == null) {
            return false;
        }
        boolean idle = one.work == null && one.endedUnder < 0;
        boolean hasRoom = writing.get() < properties.concurrent();
        return switch (decide(one, standing)) {
            case WAIT -> false;
            case WRITE -> idle && hasRoom;
            case STOP -> idle ? hasRoom : stopped.getIfPresent(one.job.answerId()) == null;
            case CALL_PERSON -> idle && !one.calledPerson;
            case HAND_OVER, FORGET -> true;
        };
    }

    private Decision decide(Held one, Contexts.Standing standing) {
        return Decision.on(one.job, standing, clock.instant().minus(properties.personWait()));
    }

    /** Reads a job's conversation and does what it asks for. */
    private Mono<Void> look(Held one) {
        synchronized (this) {
            if (one.looking || held.get(one.job.answerId()) != one) {
                return Mono.empty();
            }
            one.looking = true;
        }
        var key = one.job.conversation();
        // Whose job was another's may have its end in the log already: that is read first.
        return (one.current ? Mono.<Void>empty() : answers.caughtUp(key))
                .then(contexts.find(Set.of(key)))
                .doOnNext(found -> {
                    synchronized (this) {
                        one.current = true;
                        var context = found.get(key);
                        if (context != null && held.get(one.job.answerId()) == one) {
                            act(one, context);
                        }
                    }
                })
                .onErrorResume(failure -> {
                    log.debug("Answer {} is looked at again later: {}", one.job.answerId(), failure.toString());
                    return Mono.empty();
                })
                .doFinally(_ -> {
                    synchronized (this) {
                        one.looking = false;
                    }
                })
                .then();
    }

    private void act(Held one, ConversationContext context) {
        switch (decide(one, context.standing())) {
            case WAIT -> {}
            case CALL_PERSON -> callPerson(one, Objects.requireNonNull(one.job.callsPerson()));
            case STOP -> {
                stop(one.job.answerId());
                write(one, context);
            }
            case FORGET -> forget(one);
            case HAND_OVER -> handOver(one, context.reading().fence());
            case WRITE -> write(one, context);
        }
    }

    private void forget(Held one) {
        held.remove(one.job.answerId());
        cancel(one);
        runAside(open.delete(List.of(one.job.answerId())));
    }

    private void handOver(Held one, long fence) {
        var work = one.work;
        boolean underWay = work != null && work.fence >= fence;
        if (underWay || one.endedUnder >= fence) {
            return;
        }
        log.info("Answer {} in {} ends: the floor was taken", one.job.answerId(), one.job.conversation());
        cancel(one);
        end(one, one.job.failed(FailureCode.HANDED_OVER, fence));
        fillRoom();
    }

    private void callPerson(Held one, String reason) {
        if (one.calledPerson || !isReady(one)) {
            return;
        }
        log.info("Answer {} in {}: a person is called", one.job.answerId(), one.job.conversation());
        var work = new Work(false, one.job.fence());
        one.work = work;
        run(one, work, personCalled(one, work, reason));
    }

    private void write(Held one, ConversationContext context) {
        // A person was called, and to begin again it must be known since when.
        boolean called = one.calledPerson && !context.hasCalledPerson(one.job.answerId());
        if (called || !isReady(one)) {
            return;
        }
        one.waitsForRoom = writing.get() >= properties.concurrent();
        if (one.waitsForRoom) {
            return;
        }
        var work = new Work(true, one.job.fence());
        one.work = work;
        writing.incrementAndGet();
        if (stopped.getIfPresent(one.job.answerId()) != null) {
            stop(work);
        }
        log.info("Answer {} in {} begins, attempt {}", one.job.answerId(), one.job.conversation(), one.job.attempt());
        run(
                one,
                work,
                question.answer(one.job, context, work.stop.asMono(), this::spacing)
                        .flatMap(outcome -> conclude(one, work, outcome)));
    }

    /** Whether something may be begun: nothing is under way, all is read, and the question is of today. */
    private boolean isReady(Held one) {
        if (one.work != null || one.endedUnder >= 0) {
            return false;
        }
        if (!one.current) {
            lookSoon(one);
            return false;
        }
        if (one.job.askedAt().plus(properties.tooOld()).isBefore(clock.instant())) {
            end(one, one.job.failed(FailureCode.TOO_OLD));
            return false;
        }
        return true;
    }

    /** Brings what an answer came to into the log, and gives what is to be done here after that. */
    private Mono<Runnable> conclude(Held one, Work work, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Ended ended -> ended(one, work, ended.end());
            case Outcome.PersonWanted wanted -> personCalled(one, work, wanted.reason());
            case Outcome.FailedTooOften failed ->
                endings.callPerson(one.job, PersonCall.ASSISTANT_FAILED)
                        .flatMap(leased ->
                                leased ? ended(one, work, failed.end()) : Mono.just(() -> done(one, work, false)));
        };
    }

    private Mono<Runnable> ended(Held one, Work work, AnswerEvent end) {
        return endings.end(one.job, end).map(appended -> () -> done(one, work, appended));
    }

    private Mono<Runnable> personCalled(Held one, Work work, String reason) {
        return endings.callPerson(one.job, reason)
                .flatMap(leased -> leased ? endings.nextAttempt(one.job) : Mono.empty())
                .<Runnable>map(next -> () -> waitForPerson(one, work, next))
                .defaultIfEmpty(() -> done(one, work, false));
    }

    private synchronized void waitForPerson(Held one, Work work, AnswerJob next) {
        if (one.work != work) {
            return;
        }
        free(one, work);
        var again = new Held(next, true, one.since);
        again.calledPerson = true;
        held.replace(next.answerId(), one, again);
        fillRoom();
    }

    private Duration spacing() {
        return writing.get() > properties.busyFrom() ? properties.busySpacing() : properties.spacing();
    }

    private void end(Held one, AnswerEvent end) {
        var work = new Work(false, end.fence());
        one.work = work;
        run(one, work, ended(one, work, end));
    }

    /** Works on other threads than the caller's, so that nothing is called back under the lock. */
    private void run(Held one, Work work, Mono<Runnable> doing) {
        work.running.update(doing.subscribeOn(Schedulers.parallel()).subscribe(Runnable::run, failure -> {
            log.error("Work on an answer failed: {}", failure.getClass().getName());
            done(one, work, false);
        }));
    }

    private void runAside(Mono<Void> doing) {
        new Work(false, 0)
                .running.update(doing.subscribeOn(Schedulers.parallel())
                        .subscribe(
                                _ -> {},
                                failure -> log.error(
                                        "Work on an answer failed: {}",
                                        failure.getClass().getName())));
    }

    private synchronized void done(Held one, Work work, boolean appended) {
        if (one.work != work) {
            return;
        }
        free(one, work);
        if (appended) {
            one.endedUnder = work.fence;
        } else {
            log.info("Answer {} in {} is another replica's now", one.job.answerId(), one.job.conversation());
            held.remove(one.job.answerId(), one);
        }
        fillRoom();
    }

    private void cancel(Held one) {
        var work = one.work;
        if (work != null) {
            free(one, work);
            work.running.dispose();
        }
    }

    private void free(Held one, Work work) {
        one.work = null;
        if (work.writes) {
            writing.decrementAndGet();
        }
    }

    /** Lets those begin that wait for room only, oldest first. */
    private void fillRoom() {
        int room = properties.concurrent() - writing.get();
        for (var one : List.copyOf(held.values())) {
            if (room <= 0) {
                return;
            }
            if (one.waitsForRoom && one.work == null) {
                one.waitsForRoom = false;
                room--;
                lookSoon(one);
            }
        }
    }

    private void lookSoon(Held one) {
        runAside(look(one));
    }

    /** The owner stops an answer: now, or as soon as it begins. */
    public synchronized void stop(MessageId answer) {
        stopped.put(answer, true);
        var one = held.get(answer);
        if (one != null && one.work != null && one.work.writes) {
            stop(one.work);
        }
    }

    private static void stop(Work work) {
        // A second stop of the same answer meets an emission that was made: nothing is left to do.
        var _ = work.stop.tryEmitEmpty();
    }

    /** Drops everything, and takes nothing on any more: the process ends. */
    synchronized void close() {
        closed = true;
        new ArrayList<>(held.values()).forEach(this::cancel);
        held.clear();
    }
}
