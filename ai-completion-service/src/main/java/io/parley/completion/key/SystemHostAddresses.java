package io.parley.completion.key;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Asks the system, which may take its time: on a few threads that do nothing else. */
final class SystemHostAddresses implements HostAddresses, AutoCloseable {

    private static final int THREADS = 4;
    private static final int WAITING = 64;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Scheduler threads = Schedulers.newBoundedElastic(THREADS, WAITING, "host-names", 60, true);

    @Override
    public Mono<List<InetAddress>> find(String host) {
        return Mono.fromCallable(() -> List.of(InetAddress.getAllByName(host)))
                // The second for what looks like an address and is none.
                .onErrorResume(UnknownHostException.class, _ -> Mono.empty())
                .onErrorResume(IllegalArgumentException.class, _ -> Mono.empty())
                .subscribeOn(threads)
                .timeout(LIMIT);
    }

    @Override
    public void close() {
        threads.dispose();
    }
}
