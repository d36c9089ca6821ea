package io.parley.completion.model.netty;

import io.parley.completion.model.ModelFailure;
import io.parley.completion.model.ProviderStreams.Event;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the bytes of one response into server-sent events as they come, however the network cut them: a character or a
 * line end may lie across two pieces. Not for more than one thread at a time.
 */
final class EventStreamParser {

    /** No provider's event comes near it; a body that is no event stream may well be one long line. */
    static final int MAX_EVENT = 256 * 1024;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    private final StringBuilder data = new StringBuilder();
    private String name = "";
    private boolean hasData;
    private boolean afterCarriageReturn;

    /** The events that end within these bytes. */
    List<Event> feed(byte[] bytes) {
        var events = new ArrayList<Event>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b != '\n' && b != '\r') {
                afterCarriageReturn = false;
                continue;
            }
            line.write(bytes, start, i - start);
            start = i + 1;
            if (b == '\r' || !afterCarriageReturn) {
                endOfLine(events);
            }
            afterCarriageReturn = b == '\r';
        }
        line.write(bytes, start, bytes.length - start);
        limit(line.size());
        return events;
    }

    /** What is left at the end of the body: some providers leave the last blank line out. */
    List<Event> end() {
        var events = new ArrayList<Event>();
        if (line.size() > 0) {
            endOfLine(events);
        }
        endOfEvent(events);
        return events;
    }

    private void endOfLine(List<Event> events) {
        var text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.isEmpty()) {
            endOfEvent(events);
            return;
        }
        int colon = text.indexOf(':');
        var field = colon < 0 ? text : text.substring(0, colon);
        var value = colon < 0 ? "" : text.substring(colon + 1);
        value = value.startsWith(" ") ? value.substring(1) : value;
        switch (field) {
            case "data" -> {
                if (hasData) {
                    data.append('\n');
                }
                data.append(value);
                hasData = true;
                limit(data.length());
            }
            case "event" -> name = value;
            default -> {
                // Comments, which keep the connection alive, and fields of reconnection.
            }
        }
    }

    private void endOfEvent(List<Event> events) {
        if (hasData) {
            events.add(new Event(name, data.toString()));
        }
        data.setLength(0);
        hasData = false;
        name = "";
    }

    private static void limit(int size) {
        if (size > MAX_EVENT) {
            throw ModelFailure.unavailable("more than " + MAX_EVENT + " bytes without the end of an event");
        }
    }
}
