package io.parley.gateway.access.mongo;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sweeps out tickets nobody used and hours that are over; nothing rests on it but space. */
@Component
class EndedEntries implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(EndedEntries.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Disposable sweeps;

    EndedEntries(MongoConnectTickets tickets, MongoGuestCounts counts) {
        sweeps = Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> tickets.forgetEnded()
                        .then(counts.forgetEnded())
                        .onErrorResume(failure -> {
                            log.warn("Ended tickets could not be swept out: {}", failure.toString());
                            return Mono.empty();
                        }))
                .subscribe();
    }

    @Override
    public void destroy() {
        sweeps.dispose();
    }
}
