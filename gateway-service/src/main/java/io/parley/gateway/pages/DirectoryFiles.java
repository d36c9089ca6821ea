package io.parley.gateway.pages;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Files of a directory, read anew each time: a page is edited and loaded again. */
public final class DirectoryFiles implements PageFiles {

    private final Path root;

    /** @throws IllegalArgumentException where there is no such directory */
    public DirectoryFiles(Path directory) {
        try {
            root = directory.toRealPath();
        } catch (IOException missing) {
            throw new IllegalArgumentException("PARLEY_WEB_DIR: the directory '" + directory + "' cannot be read.");
        }
        if (!Files.isDirectory(root.resolve("static"))) {
            throw new IllegalArgumentException("PARLEY_WEB_DIR: '" + root + "' has no folder 'static'.");
        }
    }

    @Override
    public Mono<PageFile> find(String path) {
        return Mono.fromCallable(() -> load(path))
                .onErrorComplete(FileSystemException.class)
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** A link that leads out of the directory leads nowhere. */
    private @Nullable PageFile load(String path) throws IOException {
        Optional<FileType> type = FileType.of(path);
        if (type.isEmpty()) {
            return null;
        }
        Path file = root.resolve(path).toRealPath();
        return file.startsWith(root) && Files.isRegularFile(file)
                ? PageFile.of(path, type.get(), Files.readAllBytes(file))
                : null;
    }
}
