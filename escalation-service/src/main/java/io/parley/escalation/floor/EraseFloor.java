package io.parley.escalation.floor;

import io.parley.events.log.ConversationKey;
import reactor.core.publisher.Mono;

/**
 * Forgets who was asked for in a conversation that was erased, and why. Its fence stays, so that whatever is decided in
 * a conversation that is started under its id again stands above all that was.
 */
public final class EraseFloor {

    private final Floors floors;
    private final OpenWork openWork;

    public EraseFloor(Floors floors, OpenWork openWork) {
        this.floors = floors;
        this.openWork = openWork;
    }

    /**
     * Erases what came before a place of the log. Done again, it leaves alone what began after.
     *
     * @param seq of the erasure
     * @param fence as the erasure tells it
     */
    public Mono<Void> erase(ConversationKey key, long seq, long fence) {
        return floors.find(key).flatMap(floor -> erase(floor, seq, fence)).retryWhen(Retrying.overtaken());
    }

    private Mono<Void> erase(ConversationFloor floor, long seq, long fence) {
        if (floor.erasedAt() > seq || (floor.erasedAt() == seq && floor.escalation() != null)) {
            return Mono.empty();
        }
        if (floor.erasedAt() == seq) {
            return openWork.place(floor).then(floors.forget(floor));
        }
        var erased = floor.erase(seq, fence);
        return floors.erase(floor, erased).flatMap(kept -> kept ? openWork.place(erased) : Mono.error(new Overtaken()));
    }
}
