package io.parley.completion.document.parse;

import io.parley.completion.document.DocumentFault;
import io.parley.completion.document.DocumentKind;
import io.parley.completion.document.DocumentProperties;
import io.parley.completion.document.DocumentRefused;
import io.parley.completion.document.parse.ParserFrames.Answer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A parser's process as its service sees it. Its methods wait for it, so they are called on threads that may; whoever is
 * tired of waiting ends the process, and the waiting with it.
 */
final class ParserProcess {

    /** What a JVM exits with that has no memory left. */
    private static final int OUT_OF_MEMORY = 3;

    private static final int EXIT_SECONDS = 2;

    private final Process process;
    private final Path folder;
    private final DataInputStream in;
    private final DataOutputStream out;
    private @Nullable String tenant;
    private boolean started;
    private int files;
    private final AtomicInteger answers = new AtomicInteger();
    private volatile boolean ended;

    private ParserProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
        this.in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
        this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
    }

    /** @param folder an empty one, which is deleted with the process */
    static ParserProcess start(DocumentProperties properties, Path folder) throws IOException {
        var builder = new ProcessBuilder(ParserCommand.of(properties, folder))
                .directory(folder.toFile())
                .redirectError(Redirect.DISCARD);
        // Keys and passwords of the service are there.
        builder.environment().clear();
        return new ParserProcess(builder.start(), folder);
    }

    /** Fresh, or used for this tenant alone: what one tenant's file did to a process, no other tenant's file meets. */
    boolean isFor(String wanted) {
        return tenant == null || tenant.equals(wanted);
    }

    int files() {
        return files;
    }

    /** Waits until it can be given a file. */
    ParserProcess awaitStart() throws IOException {
        return unlessEnded(() -> {
            if (!started && !(ParserFrames.read(in) instanceof Answer.Started)) {
                throw new IOException("a parser began with an answer");
            }
            started = true;
        });
    }

    ParserProcess begin(String forTenant, DocumentKind kind) throws IOException {
        tenant = forTenant;
        files++;
        return unlessEnded(() -> ParserFrames.writeKind(out, kind));
    }

    ParserProcess give(byte[] piece) throws IOException {
        return unlessEnded(() -> ParserFrames.writePiece(out, piece));
    }

    ParserProcess giveEnd() throws IOException {
        return unlessEnded(() -> ParserFrames.writeEnd(out));
    }

    /** A process that was ended says so by failing, which nobody wants to know any more. */
    private ParserProcess unlessEnded(Step step) throws IOException {
        try {
            step.take();
        } catch (IOException e) {
            if (!ended) {
                throw e;
            }
        }
        return this;
    }

    @FunctionalInterface
    private interface Step {
        void take() throws IOException;
    }

    /**
     * What it says next.
     *
     * @throws DocumentRefused where the file is at fault
     * @throws IOException where the process ended, and the file is not known to be at fault
     */
    Answer next() throws IOException {
        try {
            var answer = ParserFrames.read(in);
            answers.incrementAndGet();
            return answer;
        } catch (IOException e) {
            throw why(e);
        }
    }

    private IOException why(IOException failure) {
        int code = exitCode();
        if (code == OUT_OF_MEMORY) {
            throw new DocumentRefused(DocumentFault.TOO_COMPLEX);
        }
        if (code == ParserMain.ENDED_BY_LIMIT) {
            throw new DocumentRefused(DocumentFault.TIMED_OUT);
        }
        return new IOException("a parser ended with code " + code, failure);
    }

    private int exitCode() {
        try {
            return process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** How much of a processor it has had by now. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** How often it has said something. */
    int answers() {
        return answers.get();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether nobody waits for it any more. */
    boolean isEnded() {
        return ended;
    }

    /** Ends it at once, whatever it does; completes when nothing of it is left. */
    CompletableFuture<Void> end() {
        ended = true;
        return process.destroyForcibly().onExit().thenRun(() -> ParserFolders.delete(folder));
    }
}
