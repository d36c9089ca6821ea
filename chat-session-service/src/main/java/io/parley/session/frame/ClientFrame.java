package io.parley.session.frame;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a client sends on its socket. */
public sealed interface ClientFrame {

    /**
     * Something said. Its fields are checked where it is accepted, so that HTTP and sockets refuse alike.
     *
     * @param metadata as sent, whatever it is; null where there is none
     */
    record Send(
            String content,
            @Nullable JsonNode metadata,
            @Nullable String clientMessageId) implements ClientFrame {}

    /** The owner stops the running answer. */
    record Stop() implements ClientFrame {}

    record Typing() implements ClientFrame {}

    /** A person is asked for. */
    record Escalate(@Nullable String reason, Map<String, Object> metadata) implements ClientFrame {}

    record Ping() implements ClientFrame {}

    /** A frame of the contract that this socket does not serve. */
    record NotServed(String type) implements ClientFrame {}
}
