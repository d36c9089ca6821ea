package io.parley.completion.document.parse;

import io.parley.completion.document.Block;
import io.parley.completion.document.DocumentFault;
import io.parley.completion.document.DocumentKind;
import io.parley.completion.document.DocumentParser;
import io.parley.completion.document.DocumentProperties;
import io.parley.completion.document.DocumentRefused;
import io.parley.completion.document.parse.ParserFrames.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Reads files in processes of their own. A process is kept for a while after a file that it read without trouble, for the
 * same tenant's next one, because starting one takes most of a second; whatever goes wrong ends it.
 */
final class ParserProcesses implements DocumentParser, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ParserProcesses.class);

    /** Then a process is replaced, whatever libraries may have piled up in it. */
    private static final int MOST_FILES = 200;

    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    /** Tasks waiting for a thread; each file has one at a time. */
    private static final int QUEUED = 1_000;

    private final DocumentProperties properties;
    private final ParserFolders folders;
    private final Scheduler waiting;
    private final Deque<ParserProcess> idle = new ArrayDeque<>();
    private final Set<ParserProcess> alive = new HashSet<>();
    private boolean closed;

    /** @param folders closed with this */
    ParserProcesses(DocumentProperties properties, ParserFolders folders) {
        this.properties = properties;
        this.folders = folders;
        // A thread for each process that is waited for, and one that starts the next.
        this.waiting = Schedulers.newBoundedElastic(properties.concurrent() + 1, QUEUED, "parsers", 60, true);
    }

    @Override
    public void expect(String tenant) {
        if (hasRoomForSpare(tenant)) {
            var _ = waiting.schedule(this::startSpare);
        }
    }

    private synchronized boolean hasRoomForSpare(String tenant) {
        return !closed
                && alive.size() < properties.concurrent()
                && idle.stream().noneMatch(found -> found.isFor(tenant));
    }

    private void startSpare() {
        try {
            // Whoever takes it waits until it has started; by then it mostly has.
            keep(started());
        } catch (IOException e) {
            log.warn("A parser could not be started before it was needed: {}", e.toString());
        }
    }

    @Override
    public Mono<List<Block>> parse(String tenant, DocumentKind kind, Flux<byte[]> file) {
        return Mono.usingWhen(
                Mono.fromSupplier(() -> new Turn(tenant)),
                turn -> turn.open()
                        .flatMap(process -> give(process, tenant, kind, file).then(read(process))),
                turn -> Mono.fromRunnable(turn::keep),
                // What a file has done to a process that it could not be read by is not known.
                (turn, _) -> Mono.fromRunnable(turn::end),
                turn -> Mono.fromRunnable(turn::end));
    }

    private Mono<Void> give(ParserProcess process, String tenant, DocumentKind kind, Flux<byte[]> file) {
        return call(() -> process.begin(tenant, kind))
                .thenMany(file.concatMap(piece -> call(() -> process.give(piece)), 0))
                .then(call(process::giveEnd))
                .then();
    }

    private Mono<List<Block>> read(ParserProcess process) {
        var blocks = Flux.<Answer>generate(sink -> next(process, sink))
                .subscribeOn(waiting)
                .ofType(Answer.Found.class)
                .map(Answer.Found::block)
                .collectList();
        Mono<List<Block>> silence = Mono.defer(() -> silence(process));
        return Mono.firstWithSignal(blocks, silence)
                .timeout(properties.parserLimit())
                .onErrorMap(TimeoutException.class, _ -> new DocumentRefused(DocumentFault.TIMED_OUT));
    }

    /** Fails when the process has worked for a while and said nothing; while others have the processor nobody is silent. */
    private Mono<List<Block>> silence(ParserProcess process) {
        var watch = new SilenceWatch(process);
        return Flux.interval(LOOK_EVERY)
                .onBackpressureDrop()
                .filter(_ -> watch.silence().compareTo(properties.parserSilence()) >= 0)
                .next()
                .flatMap(_ -> Mono.error(new DocumentRefused(DocumentFault.TIMED_OUT)));
    }

    private static void next(ParserProcess process, SynchronousSink<Answer> sink) {
        try {
            var answer = process.next();
            if (answer instanceof Answer.Done) {
                sink.complete();
            } else {
                sink.next(answer);
            }
        } catch (IOException | DocumentRefused e) {
            if (process.isEnded()) {
                sink.complete();
            } else {
                sink.error(e);
            }
        }
    }

    private <T> Mono<T> call(Callable<T> waitingCall) {
        return Mono.fromCallable(waitingCall).subscribeOn(waiting);
    }

    private ParserProcess started() throws IOException {
        var process = ParserProcess.start(properties, folders.create());
        synchronized (this) {
            if (!closed) {
                alive.add(process);
                return process;
            }
        }
        var _ = process.end();
        throw new IOException("the service ends");
    }

    private synchronized @Nullable ParserProcess idleFor(String tenant) {
        idle.stream().filter(process -> !process.isAlive()).toList().forEach(this::end);
        var fitting = idle.stream().filter(process -> process.isFor(tenant)).findFirst();
        fitting.ifPresent(idle::remove);
        if (fitting.isEmpty() && alive.size() >= properties.concurrent() && !idle.isEmpty()) {
            // Another tenant's makes room.
            end(idle.getFirst());
        }
        return fitting.orElse(null);
    }

    private void keep(ParserProcess process) {
        synchronized (this) {
            if (!closed && process.isAlive() && process.files() < MOST_FILES) {
                idle.addLast(process);
                int files = process.files();
                var _ = waiting.schedule(
                        () -> endIfIdleSince(process, files),
                        properties.parserIdle().toMillis(),
                        TimeUnit.MILLISECONDS);
                return;
            }
        }
        end(process);
    }

    private synchronized void endIfIdleSince(ParserProcess process, int files) {
        if (process.files() == files && idle.contains(process)) {
            end(process);
        }
    }

    private synchronized void end(ParserProcess process) {
        alive.remove(process);
        idle.remove(process);
        var _ = process.end();
    }

    @Override
    public synchronized void close() {
        closed = true;
        var _ = CompletableFuture.allOf(alive.stream().map(ParserProcess::end).toArray(CompletableFuture[]::new))
                .thenRun(folders::close);
        alive.clear();
        idle.clear();
        waiting.dispose();
    }

    /** One file's use of a process, which may be over before the process is there. */
    private final class Turn {

        private final String tenant;
        private @Nullable ParserProcess process;
        private boolean over;

        Turn(String tenant) {
            this.tenant = tenant;
        }

        Mono<ParserProcess> open() {
            return call(this::take).flatMap(taken -> call(taken::awaitStart)).timeout(properties.parserStart());
        }

        private ParserProcess take() throws IOException {
            var found = idleFor(tenant);
            return taken(found == null ? started() : found);
        }

        private synchronized ParserProcess taken(ParserProcess found) {
            process = found;
            if (over) {
                ParserProcesses.this.end(found);
            }
            return found;
        }

        synchronized void keep() {
            over = true;
            if (process != null) {
                ParserProcesses.this.keep(process);
            }
        }

        synchronized void end() {
            over = true;
            if (process != null) {
                ParserProcesses.this.end(process);
            }
        }
    }
}
