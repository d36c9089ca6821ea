package io.parley.events;

import io.parley.events.log.WireJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/** What a client may say beside its words: a JSON object of at most 4 KiB and depth 4, the same at every border. */
public final class Metadata {

    private static final int BYTES = 4096;
    private static final int DEPTH = 4;
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private Metadata() {}

    /** Something else than metadata was sent. Its message is a sentence for the client, without content. */
    public static final class Refused extends RuntimeException {

        private final String detail;

        private Refused(String detail) {
            super(detail, null, false, false);
            this.detail = detail;
        }

        public String detail() {
            return detail;
        }
    }

    /**
     * Metadata as sent; none where nothing or null was sent.
     *
     * @throws Refused where the contract does not allow it
     */
    public static Map<String, Object> of(@Nullable JsonNode sent) {
        if (sent == null || sent.isMissingNode() || sent.isNull()) {
            return Map.of();
        }
        if (!sent.isObject()) {
            throw new Refused("Metadata is a JSON object.");
        }
        if (WireJson.mapper().writeValueAsBytes(sent).length > BYTES) {
            throw new Refused("Metadata is larger than 4 KiB.");
        }
        if (depth(sent) > DEPTH) {
            throw new Refused("Metadata is nested deeper than 4.");
        }
        if (isBeyondNumbers(sent)) {
            throw new Refused("Metadata holds a number that is too large.");
        }
        return WireJson.mapper().convertValue(sent, MAP);
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

    /** Of nested objects and lists; the object itself is 1. */
    private static int depth(JsonNode node) {
        int deepest = 0;
        for (var child : node) {
            deepest = Math.max(deepest, depth(child));
        }
        return node.isContainer() ? deepest + 1 : 0;
    }
}
