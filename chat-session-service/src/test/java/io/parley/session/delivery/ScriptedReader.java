package io.parley.session.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.Audience;
import io.parley.events.log.WireJson;
import io.parley.session.frame.EncodedFrame;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A reader that keeps what it is shown. */
final class ScriptedReader implements Reader {

    private final String id;
    private final String userId;
    private final Audience audience;
    private final boolean followsAnswers;
    final List<JsonNode> frames = new ArrayList<>();
    boolean erased;

    ScriptedReader(String id, String userId) {
        this(id, userId, Audience.VISITOR, true);
    }

    ScriptedReader(String id, String userId, Audience audience, boolean followsAnswers) {
        this.id = id;
        this.userId = userId;
        this.audience = audience;
        this.followsAnswers = followsAnswers;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Audience audience() {
        return audience;
    }

    @Override
    public String userId() {
        return userId;
    }

    @Override
    public String sessionId() {
        return "session-1";
    }

    @Override
    public boolean followsAnswers() {
        return followsAnswers;
    }

    @Override
    public void show(EncodedFrame frame) {
        frames.add(WireJson.mapper().readTree(frame.json()));
    }

    @Override
    public void erased() {
        erased = true;
    }

    @Override
    public void sessionEnded() {
        throw new AssertionError("no session ends here");
    }

    List<String> types() {
        return frames.stream().map(frame -> frame.get("type").stringValue()).toList();
    }

    /** The text of the answer that is shown. */
    String joined() {
        var text = new StringBuilder();
        int index = 0;
        for (var frame : frames) {
            if (frame.get("type").stringValue().equals("response_start")) {
                text.setLength(0);
                index = 0;
            } else if (frame.get("type").stringValue().equals("response_chunk")) {
                assertThat(frame.get("index").intValue()).isEqualTo(index++);
                text.append(frame.get("chunk").stringValue());
            }
        }
        return text.toString();
    }
}
