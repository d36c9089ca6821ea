package io.parley.completion.retrieval.lucene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.NIOFSDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where indexes lie. One whose process was killed stays behind; nobody holds its lock, so the next process removes it. */
final class IndexFolders {

    private static final Logger log = LoggerFactory.getLogger(IndexFolders.class);
    private static final String PREFIX = "parley-passages-";

    /** A process that has just begun may not have its lock yet. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private IndexFolders() {}

    static Path create(Path parent) throws IOException {
        Files.createDirectories(parent);
        for (var folder : leftBehind(parent)) {
            removeUnlessHeld(folder);
        }
        return Files.createTempDirectory(parent, PREFIX);
    }

    private static List<Path> leftBehind(Path parent) throws IOException {
        var old = Instant.now().minus(YOUNG);
        try (var folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            var found = new ArrayList<Path>();
            for (var folder : folders) {
                if (Files.isDirectory(folder)
                        && Files.getLastModifiedTime(folder).toInstant().isBefore(old)) {
                    found.add(folder);
                }
            }
            return found;
        }
    }

    private static void removeUnlessHeld(Path folder) {
        try (var directory = new NIOFSDirectory(folder);
                var _ = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
            remove(folder);
        } catch (IOException e) {
            log.debug("The index in {} is left alone: {}", folder, e.toString());
        }
    }

    static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
