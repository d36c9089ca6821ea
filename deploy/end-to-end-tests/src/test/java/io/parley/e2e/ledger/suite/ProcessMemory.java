package io.parley.e2e.ledger.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux knows of a process' memory. */
public final class ProcessMemory {
    private static final double KIBIBYTES_IN_MEBIBYTE = 1024;

    private ProcessMemory() {}

    /** Its proportional share in MiB; NaN where the system does not say. */
    public static double of(ProcessHandle process) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / KIBIBYTES_IN_MEBIBYTE;
        } catch (IOException unknown) {
            return Double.NaN;
        }
    }
}
