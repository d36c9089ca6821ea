package io.parley.testkit.chat;

import java.util.List;

/**
 * How a question was answered on one socket.
 *
 * @param end {@code response_complete}, or {@code error} where there is no answer
 * @param chunks the chunks since the answer last began
 */
public record Answer(Frame end, List<Frame> chunks) {

    public boolean isComplete() {
        return end.is("response_complete");
    }

    public String text() {
        return end.text("full_response");
    }

    /** Of an answer that failed. */
    public String code() {
        return end.text("code");
    }

    public String messageId() {
        return end.text("message_id");
    }
}
