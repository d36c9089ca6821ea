package io.parley.escalation.floor;

import io.parley.events.log.ConversationKey;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who waits, and who is with which agent: as much as is open, and nothing that has ended. */
public interface OpenWork {

    /** Puts the conversation where its floor says: into the queue, to its agent, or out of both. */
    Mono<Void> place(ConversationFloor floor);

    /** How many conversations of the tenant wait no less long than this one, itself included. */
    Mono<OptionalLong> queuePosition(ConversationKey key);

    /** Who waits in a tenant's queue, the longest first: their positions are 1, 2, 3 and so on. */
    Mono<List<Waiting>> queue(String tenant, int limit);

    /** One that waits. */
    Mono<Waiting> waiting(ConversationKey key);

    /** The tenants in which somebody waits. */
    Flux<String> tenants();

    /** The conversations an agent has, the longest first. */
    Mono<List<ConversationKey>> assignedTo(String tenant, String agentId, int limit);

    /**
     * Notes that the visitor is told this position, unless somebody else has noted another since.
     *
     * @return whether it was noted, and is to be told
     */
    Mono<Boolean> telling(Waiting waiting, long position, Instant now);

    /**
     * Forgets what was told to those who left the queue, if it was told before a time: until then it counts, so that
     * nobody is told too often who leaves and comes back.
     */
    Mono<Void> forgetGone(Instant toldBefore);
}
