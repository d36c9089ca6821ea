package io.parley.session.frame;

import io.parley.events.log.WireJson;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a client's frames. Every way a frame can be wrong has its own {@link Refusal}. */
public final class FrameCodec {

    private static final JsonMapper JSON = WireJson.mapper();
    private static final int CLIENT_ID_LENGTH = 64;
    private static final int REASON_LENGTH = 500;
    private static final Set<String> NOT_SERVED = Set.of("resume", "regenerate", "edit", "delete", "read", "reaction");

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
            case String known when NOT_SERVED.contains(known) -> new ClientFrame.NotServed(known);
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

    /** The sender's own name for a frame that was refused, so that the refusal can name it. */
    public static @Nullable String clientMessageId(String text) {
        try {
            var id = JSON.readTree(text).get("client_message_id");
            return id != null && id.isString() && isClientId(id.stringValue()) ? id.stringValue() : null;
        } catch (JacksonException e) {
            return null;
        }
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
