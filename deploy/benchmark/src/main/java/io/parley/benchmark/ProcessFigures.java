package io.parley.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux knows of a process. */
record ProcessFigures(long pid) {
    private static final int KIBIBYTE = 1024;

    /** Ticks of the fields utime and stime. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int FIELDS_BEFORE_UTIME = 11;

    /** Its proportional share of memory in bytes: pages that several processes map are divided among them. */
    long pss() throws IOException {
        return field("smaps_rollup", "Pss:") * KIBIBYTE;
    }

    long threads() throws IOException {
        return field("status", "Threads:");
    }

    double cpuSeconds() throws IOException {
        var stat = Files.readString(file("stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[FIELDS_BEFORE_UTIME]) + Long.parseLong(fields[FIELDS_BEFORE_UTIME + 1]))
                / TICKS_PER_SECOND;
    }

    private long field(String name, String key) throws IOException {
        try (var lines = Files.lines(file(name))) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + key + " of process " + pid));
        }
    }

    private Path file(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
