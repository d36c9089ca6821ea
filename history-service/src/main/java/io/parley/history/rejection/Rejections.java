package io.parley.history.rejection;

import reactor.core.publisher.Mono;

/** How far each unreadable record was dealt with, so that reading the log again does it no second time. */
public interface Rejections {

    /** What was done about a record. */
    enum Stage {
        NOTHING,
        SET_ASIDE,
        TOLD
    }

    Mono<Stage> stage(RejectedRecord record);

    Mono<Void> reached(RejectedRecord record, Stage stage);
}
