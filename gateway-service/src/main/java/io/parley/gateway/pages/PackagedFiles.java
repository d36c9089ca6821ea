package io.parley.gateway.pages;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The files that were built into the gateway, read once and kept. Only what exists is remembered. */
public final class PackagedFiles implements PageFiles {

    private final Map<String, PageFile> read = new ConcurrentHashMap<>();

    @Override
    public Mono<PageFile> find(String path) {
        PageFile known = read.get(path);
        return known != null
                ? Mono.just(known)
                : Mono.fromCallable(() -> load(path)).subscribeOn(Schedulers.boundedElastic());
    }

    private @Nullable PageFile load(String path) throws IOException {
        Optional<FileType> type = FileType.of(path);
        if (type.isEmpty()) {
            return null;
        }
        try (var stream = PackagedFiles.class.getResourceAsStream("/web/" + path)) {
            if (stream == null) {
                return null;
            }
            PageFile file = PageFile.of(path, type.get(), stream.readAllBytes());
            read.put(path, file);
            return file;
        }
    }
}
