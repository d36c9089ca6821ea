package io.parley.session.frame;

import io.parley.events.MessageId;
import io.parley.events.log.WireJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a client's frames. Every way a frame can be wrong has its own {@link Refusal}. */
public final class FrameCodec {

    private static final JsonMapper JSON = WireJson.mapper();
    private static final int CLIENT_ID_LENGTH = 64;
    private static final int REASON_LENGTH = 500;

    private FrameCodec() {}

    /** @throws Refusal where the text is no frame of the contract */
    public static ClientFrame decode(String text) {
        var frame = parse(text);
        var type = frame.get("type");
        if (type == null || type.isNull()) {
            return send(frame);
        }
        if (!type.isString()) {
            throw new Refusal(ErrorCode.BAD_FRAME, "The type of a frame is a string.");
        }
        return switch (type.stringValue()) {
            case "message" -> send(frame);
            case "stop" -> new ClientFrame.Stop();
            case "typing" -> new ClientFrame.Typing();
            case "escalate" -> escalate(frame);
            case "ping" -> new ClientFrame.Ping();
            case "resume" -> new ClientFrame.Resume(string(frame, "epoch"), place(frame, "after_seq"));
            case "regenerate" -> new ClientFrame.Regenerate(messageId(frame));
            case "edit" -> new ClientFrame.Edit(messageId(frame), string(frame, "content"));
            case "delete" -> new ClientFrame.Delete(messageId(frame));
            case "read" -> new ClientFrame.Read(place(frame, "seq"));
            case "reaction" -> new ClientFrame.React(messageId(frame), reaction(frame));
            default -> throw new Refusal(ErrorCode.UNKNOWN_TYPE, "There is no frame of this type.");
        };
    }

    /**
     * What is said without a socket, where nothing else can be sent.
     *
     * @throws Refusal where the text is no message of the contract
     */
    public static ClientFrame.Send message(String text) {
        return send(parse(text));
    }

    /** What a frame that was refused is about, so that the refusal can name it. */
    public static Subject subject(String text) {
        try {
            var frame = JSON.readTree(text);
            var client = frame.get("client_message_id");
            var message = frame.get("message_id");
            return new Subject(
                    client != null && client.isString() && isClientId(client.stringValue())
                            ? client.stringValue()
                            : null,
                    message != null && message.isString() ? parseId(message.stringValue()) : null);
        } catch (JacksonException e) {
            return Subject.NONE;
        }
    }

    /**
     * What a frame is about.
     *
     * @param clientMessageId the sender's own name for a message it sends
     * @param messageId an earlier message it names
     */
    public record Subject(
            @Nullable String clientMessageId, @Nullable MessageId messageId) {

        public static final Subject NONE = new Subject(null, null);
    }

    private static MessageId messageId(JsonNode frame) {
        var id = parseId(string(frame, "message_id"));
        if (id == null) {
            throw new Refusal(ErrorCode.NOT_FOUND, "There is no such message.");
        }
        return id;
    }

    private static @Nullable MessageId parseId(String text) {
        try {
            return MessageId.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String string(JsonNode frame, String name) {
        var value = frame.get(name);
        if (value == null || !value.isString()) {
            throw new Refusal(ErrorCode.BAD_FRAME, "This frame has a field " + name + ", which is a string.");
        }
        return value.stringValue();
    }

    private static long place(JsonNode frame, String name) {
        var value = frame.get(name);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new Refusal(ErrorCode.BAD_FRAME, "This frame has a field " + name + ", which is a whole number.");
        }
        return value.longValue();
    }

    private static @Nullable String reaction(JsonNode frame) {
        // An absent one would be a slip; to take a reaction back is said.
        if (!frame.has("reaction")) {
            throw new Refusal(ErrorCode.BAD_FRAME, "This frame has a field reaction, which is a string or null.");
        }
        return frame.get("reaction").isNull() ? null : string(frame, "reaction");
    }

    private static JsonNode parse(String text) {
        try {
            var frame = JSON.readTree(text);
            if (frame.isObject()) {
                if (hasHalfCharacter(frame)) {
                    throw new Refusal(ErrorCode.BAD_FRAME, "A frame holds half of a surrogate pair: no character.");
                }
                return frame;
            }
        } catch (JacksonException e) {
            throw new Refusal(ErrorCode.BAD_FRAME, "A frame is a JSON object; this is no JSON.");
        }
        throw new Refusal(ErrorCode.BAD_FRAME, "A frame is a JSON object.");
    }

    /** JSON can escape half a surrogate pair, and UTF-8 cannot hold it: it would be read back as something else. */
    private static boolean hasHalfCharacter(JsonNode node) {
        if (node.isString()) {
            return !isWhole(node.stringValue());
        }
        for (var name : node.propertyNames()) {
            if (!isWhole(name)) {
                return true;
            }
        }
        for (var child : node) {
            if (hasHalfCharacter(child)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWhole(String text) {
        return text.codePoints()
                .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private static ClientFrame.Send send(JsonNode frame) {
        var messageType = frame.get("message_type");
        if (messageType != null && !messageType.isNull() && !"text".equals(messageType.asString(""))) {
            throw new Refusal(ErrorCode.UNSUPPORTED_MESSAGE_TYPE, "Only messages of the type text can be sent.");
        }
        // Seed 003 says "message", seed 002 "content"; a client that mixes them up is understood.
        var content = frame.has("message") ? frame.get("message") : frame.get("content");
        if (content == null || !content.isString()) {
            throw new Refusal(ErrorCode.BAD_FRAME, "A frame has a type, or a message that is a string.");
        }
        return new ClientFrame.Send(content.stringValue(), frame.get("metadata"), clientId(frame));
    }

    private static @Nullable String clientId(JsonNode frame) {
        var id = frame.get("client_message_id");
        if (id == null || id.isNull()) {
            return null;
        }
        if (!id.isString() || !isClientId(id.stringValue())) {
            throw new Refusal(ErrorCode.BAD_FRAME, "A client_message_id is a string of 1 to 64 characters.");
        }
        return id.stringValue();
    }

    private static boolean isClientId(String id) {
        return !id.isEmpty() && isWhole(id) && id.codePointCount(0, id.length()) <= CLIENT_ID_LENGTH;
    }

    private static ClientFrame escalate(JsonNode frame) {
        var reason = frame.get("reason");
        if (reason == null || reason.isNull()) {
            return new ClientFrame.Escalate(null, Map.of());
        }
        if (!reason.isString() || reason.stringValue().length() > REASON_LENGTH) {
            throw new Refusal(ErrorCode.BAD_FRAME, "A reason is a string of at most 500 characters.");
        }
        return new ClientFrame.Escalate(reason.stringValue(), Map.of());
    }
}
