package io.parley.session.polling.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.session.frame.Cursor;
import io.parley.session.polling.PollEvents.Polled;
import java.util.List;

/** What a long poll answers: the frames are the socket's, as they are. */
record EventsBody(boolean recovered, List<RawFrame> frames, Cursor cursor) {

    record RawFrame(@JsonValue @JsonRawValue String json) {}

    static EventsBody of(Polled polled) {
        return new EventsBody(
                polled.recovered(),
                polled.frames().stream()
                        .map(frame -> new RawFrame(frame.toString()))
                        .toList(),
                polled.cursor());
    }
}
