package io.parley.session.frame;

import io.parley.events.log.WireJson;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.ObjectWriter;

/** A frame as bytes, encoded once for all sockets that get it. Nobody changes the array. */
public final class EncodedFrame {

    private static final ObjectWriter WRITER = WireJson.mapper().writerFor(ServerFrame.class);

    private final byte[] json;

    private EncodedFrame(byte[] json) {
        this.json = json;
    }

    public static EncodedFrame of(ServerFrame frame) {
        return new EncodedFrame(WRITER.writeValueAsBytes(frame));
    }

    public byte[] json() {
        return json;
    }

    public int size() {
        return json.length;
    }

    @Override
    public String toString() {
        return new String(json, StandardCharsets.UTF_8);
    }
}
