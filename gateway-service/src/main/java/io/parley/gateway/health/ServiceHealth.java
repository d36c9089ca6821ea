package io.parley.gateway.health;

import reactor.core.publisher.Mono;

/** Whether one service says that it is ready; never fails and never takes long. */
public interface ServiceHealth {

    Mono<Boolean> isUp();
}
