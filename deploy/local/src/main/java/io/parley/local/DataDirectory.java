package io.parley.local;

import io.parley.local.process.ChildFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one directory in which a suite keeps everything. While it is open no second suite can open it. */
final class DataDirectory implements AutoCloseable {
    private static final String LAUNCHER = "launcher";

    /** Children of a launcher that was killed end by themselves in 5 s. */
    private static final Duration ORPHANS_END_WITHIN = Duration.ofSeconds(7);

    private static final long LONGEST_LOG = 16L << 20;

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path.resolve("run"));
            Files.createDirectories(path.resolve("log"));
            var channel = FileChannel.open(
                    path.resolve("run/launcher.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw alreadyRunning(path);
            }
            var data = new DataDirectory(path, channel);
            data.awaitOrphans();
            data.writeOwnPid(LAUNCHER);
            return data;
        } catch (IOException failure) {
            throw new CannotStart("The data directory " + path + " cannot be written (" + reason(failure)
                    + "). PARLEY_DATA_DIR names another one.");
        }
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException taken -> taken.getFile() + " is a file";
            case NoSuchFileException _ -> "it cannot be made";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> failure.toString();
        };
    }

    Path path() {
        return path;
    }

    Path kafka() {
        return path.resolve("kafka");
    }

    Path mongo() {
        return path.resolve("mongo/parley.mv");
    }

    Path cache() {
        return path.resolve("cache");
    }

    Path logs() {
        return path.resolve("log");
    }

    ChildFiles filesOf(String process) {
        return new ChildFiles(logs().resolve(process + ".log"), pidFile(process));
    }

    Path pidFile(String process) {
        return path.resolve("run").resolve(process + ".pid");
    }

    void writeOwnPid(String process) throws IOException {
        Files.writeString(pidFile(process), ProcessHandle.current().pid() + "\n");
    }

    /** Every start writes new logs; the one before stays beside it. */
    void keepOneOldLog(String process) throws IOException {
        var log = filesOf(process).log();
        if (Files.exists(log)) {
            Files.move(log, oldOf(log), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The processes append to their logs, so a log can be cut behind their backs: they go on writing at its new end. */
    void cutLongLogs() throws IOException {
        try (Stream<Path> logs = Files.list(logs())) {
            for (var log : logs.filter(file -> file.toString().endsWith(".log")).toList()) {
                if (Files.size(log) > LONGEST_LOG) {
                    Files.copy(log, oldOf(log), StandardCopyOption.REPLACE_EXISTING);
                    FileChannel.open(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                            .close();
                }
            }
        }
    }

    private static Path oldOf(Path log) {
        return log.resolveSibling(log.getFileName() + ".1");
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(pidFile(LAUNCHER));
            Files.deleteIfExists(pidFile(Topology.DEMO_MODEL));
            lock.close();
        } catch (IOException nothingToSave) {
            return; // the lock ends with the process in any case
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisJvm) {
            return null;
        }
    }

    private static CannotStart alreadyRunning(Path path) throws IOException {
        var pid = path.resolve("run/launcher.pid");
        var who = Files.exists(pid) ? " (process " + Files.readString(pid).strip() + ")" : "";
        return new CannotStart("Parley is already running on the data directory " + path + who
                + ". Stop it first, or set PARLEY_DATA_DIR and PARLEY_PORT for a second one.");
    }

    private void awaitOrphans() throws IOException {
        try (Stream<Path> pids = Files.list(path.resolve("run"))) {
            for (var file :
                    pids.filter(name -> name.toString().endsWith(".pid")).toList()) {
                awaitEndOf(file);
                Files.deleteIfExists(file);
            }
        }
    }

    private static void awaitEndOf(Path pidFile) throws IOException {
        try {
            var orphan =
                    ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()));
            if (orphan.isPresent() && orphan.get().info().command().orElse("").endsWith("/java")) {
                orphan.get().onExit().get(ORPHANS_END_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (NumberFormatException | ExecutionException | TimeoutException notOurs) {
            return; // if it is one after all, its port is in use and that is said
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
