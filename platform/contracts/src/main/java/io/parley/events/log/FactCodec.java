package io.parley.events.log;

import io.parley.events.ConversationFact;
import io.parley.events.live.LiveSignal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Facts and live signals as bytes, and back. */
public final class FactCodec {

    private static final JsonMapper JSON = WireJson.mapper();

    private FactCodec() {}

    public static byte[] encode(ConversationFact fact) {
        return JSON.writerFor(ConversationFact.class).writeValueAsBytes(fact);
    }

    public static byte[] encode(LiveSignal signal) {
        return JSON.writerFor(LiveSignal.class).writeValueAsBytes(signal);
    }

    /**
     * The fact in a record's value, or null where its type is of a later version than this reader.
     *
     * @throws UnreadableRecord where the bytes are no fact and never will be
     */
    public static @Nullable ConversationFact decodeFact(byte[] value) {
        var fact = decode(value, ConversationFact.class);
        if (fact != null) {
            Completeness.require(fact);
        } else if (!JSON.readTree(value).path("type").isString()) {
            throw new UnreadableRecord("%d bytes name no type of fact".formatted(value.length));
        }
        return fact;
    }

    /** The signal in a record's value, or null where its type is unknown. */
    public static @Nullable LiveSignal decodeSignal(byte[] value) {
        return decode(value, LiveSignal.class);
    }

    private static <T> @Nullable T decode(byte[] value, Class<T> type) {
        try {
            return JSON.readValue(value, type);
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            // The parser's own message quotes the content, which must not reach a log.
            throw new UnreadableRecord("%d bytes are no %s (%s)"
                    .formatted(value.length, type.getSimpleName(), e.getClass().getSimpleName()));
        }
    }
}
