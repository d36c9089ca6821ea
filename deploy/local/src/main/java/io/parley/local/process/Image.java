package io.parley.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The jars a process runs from, laid out in a directory of the cache that never changes once it is there, and the place of its
 * AOT cache: classes already read, linked and profiled, written by the JVM itself at the end of a training run.
 */
public record Image(String classPath, String mainClass, List<String> jvmOptions, Path aotCache) {
    public Image {
        jvmOptions = List.copyOf(jvmOptions);
    }

    public boolean isTrained() {
        return Files.exists(aotCache);
    }

    /** Where a training run writes: half a cache must never be taken for one. */
    Path unfinishedAotCache() {
        return aotCache.resolveSibling(aotCache.getFileName() + ".unfinished");
    }

    /** Called when the training run has ended by itself. */
    void keepTraining() throws IOException {
        if (Files.exists(unfinishedAotCache())) {
            Files.move(unfinishedAotCache(), aotCache, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
