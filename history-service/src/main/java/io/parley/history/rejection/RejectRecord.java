package io.parley.history.rejection;

import io.parley.history.rejection.Rejections.Stage;
import reactor.core.publisher.Mono;

/**
 * Sets an unreadable record aside in the dead-letter topic and tells its conversation, each once however often the
 * record is met. Only a crash between doing one of the two and noting it can do that one again.
 */
public final class RejectRecord {

    private final Rejections rejections;
    private final DeadLetters deadLetters;
    private final RejectionEvents events;

    public RejectRecord(Rejections rejections, DeadLetters deadLetters, RejectionEvents events) {
        this.rejections = rejections;
        this.deadLetters = deadLetters;
        this.events = events;
    }

    public Mono<Void> reject(RejectedRecord record) {
        return rejections.stage(record).flatMap(stage -> switch (stage) {
            case NOTHING -> setAside(record).then(tell(record));
            case SET_ASIDE -> tell(record);
            case TOLD -> Mono.<Void>empty();
        });
    }

    private Mono<Void> setAside(RejectedRecord record) {
        return deadLetters.write(record).then(Mono.defer(() -> rejections.reached(record, Stage.SET_ASIDE)));
    }

    private Mono<Void> tell(RejectedRecord record) {
        return Mono.defer(() -> events.publish(record)).then(Mono.defer(() -> rejections.reached(record, Stage.TOLD)));
    }
}
