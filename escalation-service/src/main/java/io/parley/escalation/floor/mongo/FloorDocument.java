package io.parley.escalation.floor.mongo;

import io.parley.escalation.floor.ConversationFloor;
import io.parley.events.FloorEvent;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.FactCodec;
import java.nio.charset.StandardCharsets;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** A {@link ConversationFloor} as stored in {@code floors}, the fact that the log is still to be told with it. */
final class FloorDocument {

    private FloorDocument() {}

    static Document write(ConversationFloor floor) {
        var escalation = floor.escalation();
        var untold = floor.untold();
        return new Document("_id", floor.key().toString())
                .append("tenant", floor.key().tenant())
                .append("conversation", floor.key().conversation())
                .append("fence", floor.fence())
                .append("last_request", floor.lastRequest())
                .append("escalation", escalation == null ? null : EscalationDocument.write(escalation))
                .append("untold", untold == null ? null : write(untold));
    }

    static ConversationFloor read(Document document) {
        var escalation = document.get("escalation", Document.class);
        return new ConversationFloor(
                new ConversationKey(document.getString("tenant"), document.getString("conversation")),
                document.getLong("fence"),
                escalation == null ? null : EscalationDocument.read(escalation),
                readFact(document.getString("untold")),
                document.getLong("last_request"));
    }

    private static String write(FloorEvent fact) {
        return new String(FactCodec.encode(fact), StandardCharsets.UTF_8);
    }

    private static @Nullable FloorEvent readFact(@Nullable String json) {
        return json == null ? null : (FloorEvent) FactCodec.decodeFact(json.getBytes(StandardCharsets.UTF_8));
    }
}
