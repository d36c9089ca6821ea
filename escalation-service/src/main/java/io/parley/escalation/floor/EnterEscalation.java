package io.parley.escalation.floor;

import io.parley.escalation.conversation.EnterConversation.Barrier;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Finds an escalation for those who work with it, unless its conversation was erased by then. */
public final class EnterEscalation {

    private final Floors floors;
    private final Barrier barrier;

    public EnterEscalation(Floors floors, Barrier barrier) {
        this.floors = floors;
        this.barrier = barrier;
    }

    /** The escalation, or nothing where there is none in the tenant. */
    public Mono<LocatedEscalation> enter(String tenant, UUID id) {
        return floors.locate(tenant, id)
                .flatMap(found -> barrier.await(found.key()))
                .then(Mono.defer(() -> floors.locate(tenant, id)));
    }
}
