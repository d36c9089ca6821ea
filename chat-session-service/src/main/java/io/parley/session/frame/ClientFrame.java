package io.parley.session.frame;

import io.parley.events.MessageId;
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

    /** What was missed after a place is wanted. */
    record Resume(String epoch, long afterSeq) implements ClientFrame {}

    /** Another answer is wanted to the newest message. */
    record Regenerate(MessageId messageId) implements ClientFrame {}

    record Edit(MessageId messageId, String content) implements ClientFrame {}

    record Delete(MessageId messageId) implements ClientFrame {}

    /** Everything up to a place has been read. */
    record Read(long seq) implements ClientFrame {}

    /** @param reaction null takes an earlier one back */
    record React(MessageId messageId, @Nullable String reaction) implements ClientFrame {}
}
