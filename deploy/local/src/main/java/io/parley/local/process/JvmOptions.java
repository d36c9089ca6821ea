package io.parley.local.process;

import java.util.List;

/** How every child's JVM is started. A change here makes new AOT caches, because a cache fits one set of options. */
final class JvmOptions {
    /**
     * Ownerless children must be gone within 5 s. On two busy cores all of them together need one or two of these to vanish
     * once they are halted.
     */
    static final long SHUTDOWN_SECONDS = 2;

    /** A heap that starts at its limit is touched all over at once: 36 MiB more for a service at rest. */
    private static final int HEAP_AT_START = 24;

    private JvmOptions() {}

    static List<String> forHeap(int megabytes) {
        return List.of(
                "-Xms" + HEAP_AT_START + "m",
                "-Xmx" + megabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }
}
