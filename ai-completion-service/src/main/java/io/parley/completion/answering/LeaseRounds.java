package io.parley.completion.answering;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps this replica's leases alive, takes over what nobody holds any more, and looks again at all that is held here.
 * A round that fails is a round left out: the next one does the same.
 *
 * <p>It starts when all else is there, and stops before anything else does: no answer may fail because the process ends
 * under it.
 */
final class LeaseRounds implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LeaseRounds.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration RELEASE_LIMIT = Duration.ofSeconds(2);

    private final OpenAnswers open;
    private final AnswersHere here;
    private final LeaseWatch leases;
    private final AnsweringProperties properties;
    private final Disposable.Composite rounds = Disposables.composite();
    private volatile boolean running;

    LeaseRounds(OpenAnswers open, AnswersHere here, LeaseWatch leases, AnsweringProperties properties) {
        this.open = open;
        this.here = here;
        this.leases = leases;
        this.properties = properties;
    }

    @Override
    public void start() {
        running = true;
        rounds.add(every(properties.sweepEvery(), sweep()).subscribe());
        rounds.add(every(properties.renewEvery(), renew()).subscribe());
    }

    /** The process ends in order: what it was writing another replica may begin at once. */
    @Override
    public void stop() {
        running = false;
        rounds.dispose();
        here.close();
        try {
            open.release().toFuture().get(RELEASE_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("The leases were not given up; they end by themselves: {}", e.toString());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private static Flux<Void> every(Duration pause, Mono<Void> round) {
        return Flux.interval(Duration.ZERO, pause)
                .onBackpressureDrop()
                .concatMap(
                        _ -> round.timeout(LIMIT).onErrorResume(failure -> {
                            log.warn("A round of leases was left out: {}", failure.toString());
                            return Mono.empty();
                        }),
                        1);
    }

    private Mono<Void> sweep() {
        return Mono.defer(open::takeOver)
                .doOnNext(here::tookOver)
                .filter(jobs -> !jobs.isEmpty() || here.hasUnread())
                .flatMap(_ -> here.lookAround());
    }

    private Mono<Void> renew() {
        return Mono.defer(() -> {
            long round = here.nextRound();
            long begunAt = leases.begin();
            return open.renew()
                    .doOnNext(leased -> here.renewed(leased, round))
                    .doFinally(_ -> leases.looked(begunAt))
                    .then(here.lookAround());
        });
    }
}
