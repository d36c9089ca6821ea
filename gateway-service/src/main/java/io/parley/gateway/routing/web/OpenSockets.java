package io.parley.gateway.routing.web;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Every joined pair of sockets of this process; when it goes down they are all ended in order before the server is. */
@Component
class OpenSockets implements SmartLifecycle {

    private final Set<JoinedSockets> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Optional<Runnable>> awaiting = new AtomicReference<>(Optional.empty());
    private volatile boolean running;

    Mono<Void> join(JoinedSockets pair, HttpClient.WebsocketSender service) {
        return Mono.defer(() -> {
            sockets.add(pair);
            if (!running) {
                pair.end(JoinedSockets.COME_BACK);
            }
            return pair.join(service).doFinally(signal -> forget(pair));
        });
    }

    int count() {
        return sockets.size();
    }

    private void forget(JoinedSockets pair) {
        sockets.remove(pair);
        tellWhenEmpty();
    }

    private void tellWhenEmpty() {
        if (!running && sockets.isEmpty()) {
            awaiting.getAndSet(Optional.empty()).ifPresent(Runnable::run);
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable done) {
        awaiting.set(Optional.of(done));
        running = false;
        sockets.forEach(pair -> pair.end(JoinedSockets.COME_BACK));
        tellWhenEmpty();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stopped before the web server, which would otherwise wait for its sockets and then cut them. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
