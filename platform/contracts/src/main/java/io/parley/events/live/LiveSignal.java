package io.parley.events.live;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The value of a record of the live topic; its key is {@code <tenant>/<conversation>}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AnswerStarted.class, name = "answer-started"),
    @JsonSubTypes.Type(value = AnswerChunk.class, name = "answer-chunk"),
    @JsonSubTypes.Type(value = StopRequested.class, name = "stop-requested"),
    @JsonSubTypes.Type(value = Typing.class, name = "typing"),
    @JsonSubTypes.Type(value = Presence.class, name = "presence"),
    @JsonSubTypes.Type(value = QueuePosition.class, name = "queue-position"),
    @JsonSubTypes.Type(value = SessionEnded.class, name = "session-ended"),
})
public sealed interface LiveSignal
        permits AnswerStarted, AnswerChunk, StopRequested, Typing, Presence, QueuePosition, SessionEnded {}
