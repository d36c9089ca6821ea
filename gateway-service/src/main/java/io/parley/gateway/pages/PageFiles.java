package io.parley.gateway.pages;

import reactor.core.publisher.Mono;

/** The files there are, by their paths without a leading slash: {@code desk/index.html}. */
public interface PageFiles {

    /** Nothing where there is no such file, or none that is served. */
    Mono<PageFile> find(String path);
}
