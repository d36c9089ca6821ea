package io.parley.completion.document;

import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes text of a file. What it cannot or will not read ends as {@link DocumentRefused}; other errors may pass. */
public interface DocumentParser {

    /** Called when a file begins to come in: a parser that takes a while to start may begin with it. */
    void expect(String tenant);

    Mono<List<Block>> parse(String tenant, DocumentKind kind, Flux<byte[]> file);
}
