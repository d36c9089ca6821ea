package io.parley.testkit.chat;

import java.util.List;

/**
 * How a resume was answered on one socket.
 *
 * @param facts what was missed, in order; empty where it could not be whole
 */
public record Recovery(Frame answer, List<Frame> facts) {

    /** False where the client has to reload from the history. */
    public boolean isWhole() {
        return answer.json().path("recovered").asBoolean(false);
    }

    public Cursor cursor() {
        return Cursor.in(answer.json());
    }
}
