package io.parley.session.acceptance;

import io.parley.events.log.WireJson;
import io.parley.session.frame.ClientFrame;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/** A message that may be sent: checked once, at the border. */
public record MessageDraft(
        String content,
        Map<String, Object> metadata,
        @Nullable String clientMessageId) {

    private static final int METADATA_BYTES = 4096;
    private static final int METADATA_DEPTH = 4;

    /** @throws Refusal where the contract does not allow the message */
    public static MessageDraft of(ClientFrame.Send frame, int maxLength) {
        if (frame.content().codePoints().allMatch(MessageDraft::isBlank)) {
            throw new Refusal(ErrorCode.MESSAGE_EMPTY, "The message is empty.");
        }
        // Code points: an emoji is one character to a person, and two to Java.
        if (frame.content().codePointCount(0, frame.content().length()) > maxLength) {
            throw new Refusal(ErrorCode.MESSAGE_TOO_LONG, "The message is longer than " + maxLength + " characters.");
        }
        return new MessageDraft(frame.content(), metadata(frame.metadata()), frame.clientMessageId());
    }

    /** Also a space that does not break, which {@link String#isBlank()} takes for something to read. */
    private static boolean isBlank(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    private static Map<String, Object> metadata(@Nullable JsonNode sent) {
        if (sent == null || sent.isNull()) {
            return Map.of();
        }
        if (!sent.isObject()) {
            throw new Refusal(ErrorCode.BAD_METADATA, "Metadata is a JSON object.");
        }
        if (sent.toString().getBytes(StandardCharsets.UTF_8).length > METADATA_BYTES) {
            throw new Refusal(ErrorCode.BAD_METADATA, "Metadata is larger than 4 KiB.");
        }
        if (depth(sent) > METADATA_DEPTH) {
            throw new Refusal(ErrorCode.BAD_METADATA, "Metadata is nested deeper than 4.");
        }
        if (isBeyondNumbers(sent)) {
            throw new Refusal(ErrorCode.BAD_METADATA, "Metadata holds a number that is too large.");
        }
        return WireJson.mapper().convertValue(sent, new TypeReference<Map<String, Object>>() {});
    }

    /** A number such as 1e400 is infinite here, which no JSON can say. */
    private static boolean isBeyondNumbers(JsonNode node) {
        if (node.isFloatingPointNumber()) {
            return !Double.isFinite(node.doubleValue());
        }
        for (var child : node) {
            if (isBeyondNumbers(child)) {
                return true;
            }
        }
        return false;
    }

    private static int depth(JsonNode node) {
        int deepest = 0;
        for (var child : node) {
            deepest = Math.max(deepest, depth(child));
        }
        return node.isContainer() ? deepest + 1 : 0;
    }
}
