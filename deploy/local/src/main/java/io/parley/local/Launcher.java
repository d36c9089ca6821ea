package io.parley.local;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** What {@code ./parley up} runs: starts a {@link LocalSuite}, says where it is, and holds it until it is told to stop. */
public final class Launcher {
    private Launcher() {}

    static void main(String[] arguments) throws InterruptedException {
        long startedAt = System.nanoTime();
        var root = Path.of(arguments[0]);
        var suite = new LocalSuite(new SuiteOptions(root, System.getenv(), Optional.empty(), System.out::println));
        var toldToStop = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(suite, toldToStop), "stop-suite"));
        try {
            suite.start();
            sayWhere(suite, (System.nanoTime() - startedAt) / 1_000_000_000.0);
        } catch (CannotStart refused) {
            if (!toldToStop.get()) {
                refused.reasons().forEach(System.err::println);
                Runtime.getRuntime().halt(1); // what had been started is stopped already
            }
        }
        new CountDownLatch(1).await();
    }

    /** Whoever asked for the end, by Ctrl-C or SIGTERM, got what was asked for: that is a success. */
    private static void stop(LocalSuite suite, AtomicBoolean toldToStop) {
        toldToStop.set(true);
        System.out.println("Stopping");
        suite.close();
        System.out.println("Stopped");
        Runtime.getRuntime().halt(0);
    }

    private static void sayWhere(LocalSuite suite, double seconds) {
        System.out.printf(
                """

                Parley is ready after %5$.1f s.

                  Gateway   %1$s/static/   (first steps; the demo is /static/demo.html)
                  Desk      %1$s/desk/   (sign in with what ./parley token bea --role agent prints)
                  Health    %1$s/health
                  Token     %2$s./parley token alice   (agents and admins: --role agent, --role admin)
                  Data      %3$s
                  Logs      %4$s

                Ctrl-C stops it.
                %n""",
                suite.gateway(),
                System.getenv("PARLEY_DATA_DIR") == null ? "" : "PARLEY_DATA_DIR=" + suite.dataDirectory() + " ",
                suite.dataDirectory(),
                suite.dataDirectory().resolve("log"),
                seconds);
    }
}
