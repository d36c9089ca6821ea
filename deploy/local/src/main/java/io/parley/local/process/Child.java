package io.parley.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A process the launcher keeps alive: started, watched until it is ready, started again with back-off when it dies, until it is
 * told to stop. One thread for each does all of it, in that order.
 */
public final class Child {
    private static final Duration PROBE_EVERY = Duration.ofMillis(100);
    private static final int EXIT_BY_SIGNAL = 128;

    /** A child that never became ready in so many tries will not become so in the next. */
    private static final int TRIES_TO_BECOME_READY = 2;

    private final ChildPlan plan;
    private final ChildFiles files;
    private final boolean training;
    private final Consumer<String> report;
    private final BackOff backOff = new BackOff();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CompletableFuture<Duration> ready = new CompletableFuture<>();
    private final Thread keeper;

    private @Nullable Process process;

    private Child(ChildPlan plan, ChildFiles files, boolean training, Consumer<String> report) {
        this.plan = plan;
        this.files = files;
        this.training = training;
        this.report = report;
        keeper = new Thread(this::keepAlive, "keeper-" + plan.name());
    }

    /** With training it writes its AOT cache when it is stopped, which takes it some seconds. */
    public static Child start(ChildPlan plan, ChildFiles files, boolean training, Consumer<String> report) {
        var child = new Child(plan, files, training, report);
        child.keeper.start();
        return child;
    }

    public ChildPlan plan() {
        return plan;
    }

    /** Completes with the time that took, once; fails when the child ends before it ever was ready. */
    public CompletableFuture<Duration> ready() {
        return ready;
    }

    /** Asks it to end. Returns at once; see {@link #awaitEnd}. */
    public synchronized void stop() {
        stopping.countDown();
        if (process != null) {
            try {
                process.getOutputStream().close(); // the tether's other end
            } catch (IOException alreadyGone) {
                return;
            }
        }
    }

    /** Asks it to end by SIGTERM, with no limit of its own to the time it takes. Returns at once. */
    public synchronized void terminate() {
        stopping.countDown();
        if (process != null) {
            // Process.destroy would close its standard input too, and with that the tether's limit would hold.
            var _ = process.toHandle().destroy();
        }
    }

    /** Waits for the end that {@link #stop} or {@link #terminate} asked for, and enforces it when the time is over. */
    public void awaitEnd(Duration atMost) {
        try {
            if (!keeper.join(atMost)) {
                kill();
                keeper.join();
            }
        } catch (InterruptedException impatient) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void kill() {
        if (process != null) {
            // A JVM that writes its AOT cache has another one do it.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            var _ = process.destroyForcibly();
        }
    }

    private void keepAlive() {
        try {
            for (int lives = 1; ; lives++) {
                var life = spawn();
                if (life == null) {
                    return;
                }
                long startedAt = System.nanoTime();
                watchUntilReady(life, lives, startedAt);
                int exitCode = life.waitFor();
                Files.deleteIfExists(files.pid());
                if (training && exitCode == 0) {
                    plan.image().keepTraining();
                }
                if (!restart(exitCode, lives, Duration.ofNanos(System.nanoTime() - startedAt))) {
                    return;
                }
            }
        } catch (IOException | UncheckedIOException failure) {
            report.accept(plan.name() + " cannot be started: " + failure.getMessage());
            ready.completeExceptionally(failure);
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    /** No process once stopping has begun: the two exclude each other. */
    private synchronized @Nullable Process spawn() throws IOException {
        if (stopping.getCount() == 0) {
            return null;
        }
        var builder = new ProcessBuilder(command()).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(files.log().toFile()));
        builder.environment().clear();
        builder.environment().putAll(plan.environment());
        process = builder.start();
        Files.writeString(files.pid(), process.pid() + "\n");
        return process;
    }

    private void watchUntilReady(Process life, int lives, long startedAt) throws InterruptedException {
        while (life.isAlive() && !pause(PROBE_EVERY)) {
            if (plan.readiness().isReady()) {
                var took = Duration.ofNanos(System.nanoTime() - startedAt);
                if (!ready.complete(took)) {
                    report.accept("%s is back after %.1f s (process %d, start %d)"
                            .formatted(plan.name(), took.toMillis() / 1000.0, life.pid(), lives));
                }
                return;
            }
        }
    }

    private boolean restart(int exitCode, int lives, Duration life) throws InterruptedException {
        if (stopping.getCount() == 0) {
            return false;
        }
        var how = exitCode > EXIT_BY_SIGNAL
                ? "was killed by signal " + (exitCode - EXIT_BY_SIGNAL)
                : "ended with code " + exitCode;
        if (!ready.isDone() && (training || lives >= TRIES_TO_BECOME_READY)) {
            ready.completeExceptionally(new IllegalStateException(how));
            return false;
        }
        var wait = backOff.after(life);
        report.accept("%s %s; starting it again in %.1f s (see %s)"
                .formatted(plan.name(), how, wait.toMillis() / 1000.0, files.log()));
        return !pause(wait);
    }

    /** True when it was cut short because everything stops. */
    private boolean pause(Duration duration) throws InterruptedException {
        return stopping.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    private List<String> command() {
        var image = plan.image();
        var command = new ArrayList<String>();
        // Ctrl-C reaches every process of the terminal; the order of stopping is the launcher's to decide.
        command.addAll(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmOptions.forHeap(plan.heapMegabytes()));
        command.addAll(image.jvmOptions());
        if (training) {
            command.add("-XX:AOTCacheOutput=" + image.unfinishedAotCache());
            command.add("-Xlog:aot=error"); // otherwise a line for every class that cannot be cached
        } else if (image.isTrained()) {
            command.add("-XX:AOTCache=" + image.aotCache());
        }
        command.addAll(List.of("-cp", image.classPath(), Tether.class.getName()));
        command.add(Long.toString(training ? 0 : JvmOptions.SHUTDOWN_SECONDS));
        command.add(image.mainClass());
        command.addAll(plan.arguments());
        return command;
    }
}
