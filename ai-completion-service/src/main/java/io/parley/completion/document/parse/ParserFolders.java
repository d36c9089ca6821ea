package io.parley.completion.document.parse;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where parsers work: a folder for each, all in one that this process holds a lock on. What a process leaves behind that
 * was killed, and somebody's file with it, has nobody's lock any more: the next process removes it.
 */
final class ParserFolders implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ParserFolders.class);
    private static final String PREFIX = "parley-parsers-";
    private static final String LOCK = "lock";

    /** This JVM's. To try a lock of one's own would lose it: a process's locks on a file end with any close of it. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel lock;

    private ParserFolders(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static ParserFolders open(Path parent) throws IOException {
        var folder = Files.createTempDirectory(parent, PREFIX);
        OWN.add(folder);
        var lock = held(folder);
        if (lock == null) {
            throw new IOException(folder + " is locked by somebody else");
        }
        removeLeftBehind(folder);
        return new ParserFolders(folder, lock);
    }

    private static @Nullable FileChannel held(Path folder) throws IOException {
        var channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException heldByThisJvm) {
            // as by anybody else
        }
        channel.close();
        return null;
    }

    private static void removeLeftBehind(Path own) throws IOException {
        var owner = Files.getOwner(own);
        try (var folders = Files.newDirectoryStream(own.resolveSibling("."), PREFIX + "*")) {
            for (var found : folders) {
                var other = found.normalize();
                // One without a lock is being made at this moment.
                if (!OWN.contains(other)
                        && Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                        && owner.equals(Files.getOwner(other, LinkOption.NOFOLLOW_LINKS))
                        && Files.exists(other.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)) {
                    removeUnlessHeld(other);
                }
            }
        }
    }

    private static void removeUnlessHeld(Path folder) {
        try (var lock = held(folder)) {
            if (lock != null) {
                delete(folder);
            }
        } catch (IOException e) {
            log.warn("{} was left alone: {}", folder, e.toString());
        }
    }

    /** An empty one. */
    Path create() throws IOException {
        return Files.createTempDirectory(folder, "parley-parser-");
    }

    static void delete(Path folder) {
        try {
            var _ = Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    var _ = Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                // Whoever ended a parser is deleting the same at this moment.
                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                        throws IOException {
                    var _ = Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            log.warn("{} was not deleted: {}", folder, e.toString());
        }
    }

    @Override
    public void close() {
        delete(folder);
        OWN.remove(folder);
        try {
            lock.close();
        } catch (IOException e) {
            log.warn("{} stays locked: {}", folder, e.toString());
        }
    }
}
