package io.parley.testkit.violations.feature;

import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class Blocks {

    String block(Mono<String> mono) {
        return mono.block();
    }

    Function<Mono<String>, String> reference() {
        return Mono::block;
    }

    String last(Flux<String> flux) {
        return flux.blockLast();
    }

    Iterable<String> iterable(Flux<String> flux) {
        return flux.toIterable();
    }

    Stream<String> stream(Flux<String> flux) {
        return flux.toStream();
    }

    void sleep() throws InterruptedException {
        Thread.sleep(1);
    }
}
