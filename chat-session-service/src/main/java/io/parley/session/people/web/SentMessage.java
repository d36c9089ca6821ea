package io.parley.session.people.web;

import io.parley.platform.problem.Problem;
import io.parley.session.frame.ClientFrame;
import io.parley.session.frame.FrameCodec;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the body of a message sent over HTTP: what a frame without a type holds, and refused as that is. */
public final class SentMessage {

    private SentMessage() {}

    static ClientFrame.Send read(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            throw Problem.badRequest("bad_request", "The body is a JSON object with the content of a message.");
        }
        return FrameCodec.message(text(body));
    }

    /** The text of a body; fails with a problem where it is no UTF-8. */
    public static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.badRequest("bad_request", "The body is no UTF-8.");
        }
    }
}
