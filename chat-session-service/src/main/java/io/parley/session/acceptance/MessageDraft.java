package io.parley.session.acceptance;

import io.parley.events.Metadata;
import io.parley.session.frame.ClientFrame;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.Refusal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A message that may be sent: checked once, at the border. */
public record MessageDraft(
        String content,
        Map<String, Object> metadata,
        @Nullable String clientMessageId) {

    /** @throws Refusal where the contract does not allow the message */
    public static MessageDraft of(ClientFrame.Send frame, int maxLength) {
        return new MessageDraft(
                content(frame.content(), maxLength), metadata(frame.metadata()), frame.clientMessageId());
    }

    /**
     * The words of a message, as sent.
     *
     * @throws Refusal where the contract does not allow them
     */
    public static String content(String sent, int maxLength) {
        if (sent.codePoints().allMatch(MessageDraft::isBlank)) {
            throw new Refusal(ErrorCode.MESSAGE_EMPTY, "The message is empty.");
        }
        // Code points: an emoji is one character to a person, and two to Java.
        if (sent.codePointCount(0, sent.length()) > maxLength) {
            throw new Refusal(ErrorCode.MESSAGE_TOO_LONG, "The message is longer than " + maxLength + " characters.");
        }
        return sent;
    }

    /** Also a space that does not break, which {@link String#isBlank()} takes for something to read. */
    private static boolean isBlank(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    /** Whether its sender wants no answer to it. */
    boolean isSilent() {
        return Boolean.TRUE.equals(metadata.get("silent"));
    }

    private static Map<String, Object> metadata(@Nullable JsonNode sent) {
        try {
            return Metadata.of(sent);
        } catch (Metadata.Refused refused) {
            throw new Refusal(ErrorCode.BAD_METADATA, refused.detail());
        }
    }
}
