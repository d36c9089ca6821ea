package io.parley.local.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The main class of every child: runs another main class and ends the process when its standard input closes. The launcher holds
 * the other end, so closing it is how a child is asked to stop, and a launcher that was killed takes its children along. It
 * depends on nothing but the JDK, because it is put before the class path of services that know nothing of the launcher.
 */
public final class Tether {
    private Tether() {}

    /** Arguments: seconds that shutdown hooks may take (0: no limit), the main class, its arguments. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        long graceSeconds = Long.parseLong(arguments[0]);
        var watch = new Thread(() -> endWithStandardInput(graceSeconds), "tether");
        watch.setDaemon(true);
        watch.start();

        var own = new String[arguments.length - 2];
        System.arraycopy(arguments, 2, own, 0, own.length);
        var main = Class.forName(arguments[1]).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        main.invoke(null, (Object) own);
    }

    private static void endWithStandardInput(long graceSeconds) {
        awaitEndOfStandardInput();
        if (graceSeconds > 0) {
            var limit = new Thread(() -> haltAfter(graceSeconds), "tether-limit");
            limit.setDaemon(true);
            limit.start();
        }
        System.exit(0);
    }

    private static void awaitEndOfStandardInput() {
        try {
            long _ = System.in.transferTo(OutputStream.nullOutputStream()); // nobody writes to it
        } catch (IOException broken) {
            return;
        }
    }

    /** Shutdown hooks that hang must not keep a process alive that nobody owns any more. */
    private static void haltAfter(long seconds) {
        try {
            if (!new CountDownLatch(1).await(seconds, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(1);
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }
}
