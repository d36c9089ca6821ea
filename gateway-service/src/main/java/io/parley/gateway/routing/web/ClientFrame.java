package io.parley.gateway.routing.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * As much of a client's frame as its limit needs: whether it says something, and under which name. It is read without
 * being kept; one that cannot be read counts as a message, for the service has to look at it as well.
 */
record ClientFrame(boolean isMessage, @Nullable String clientMessageId) {

    static final ClientFrame UNREAD = new ClientFrame(true, null);

    private static final Set<String> MESSAGES = Set.of("message", "escalate");
    private static final int LONGEST_NAME = 64;

    static ClientFrame read(JsonMapper json, ByteBuf content) {
        InputStream bytes = new ByteBufInputStream(content.duplicate());
        try (var parser = json.createParser(bytes)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? read(parser) : UNREAD;
        } catch (JacksonException unreadable) {
            return UNREAD;
        }
    }

    private static ClientFrame read(JsonParser parser) {
        boolean typed = false;
        boolean message = false;
        String name = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var field = parser.currentName();
            boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
            if (field.equals("type")) {
                // Said twice, the one that counts for more: nobody knows which one the service takes.
                message |= !text || MESSAGES.contains(parser.getString());
                typed = true;
            } else if (field.equals("client_message_id") && text && parser.getStringLength() <= LONGEST_NAME) {
                name = parser.getString();
            }
            parser.skipChildren();
        }
        return new ClientFrame(message || !typed, name);
    }
}
