package io.parley.escalation.floor.mongo;

import io.parley.escalation.floor.ConversationFloor;
import io.parley.events.FloorEvent;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.FactCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bson.Document;

/** A {@link ConversationFloor} as stored in {@code floors}, the facts that the log is still to be told with it. */
final class FloorDocument {

    static final String TO_TELL = "to_tell";

    private FloorDocument() {}

    static Document write(ConversationFloor floor) {
        var escalation = floor.escalation();
        return new Document("_id", floor.key().toString())
                .append("tenant", floor.key().tenant())
                .append("conversation", floor.key().conversation())
                .append("fence", floor.fence())
                .append("raised", floor.raised())
                .append("last_request", floor.lastRequest())
                .append("erased_at", floor.erasedAt())
                .append("escalation", escalation == null ? null : EscalationDocument.write(escalation))
                .append(
                        TO_TELL,
                        floor.untold().stream().map(FloorDocument::write).toList());
    }

    static ConversationFloor read(Document document) {
        var stored = document.get("escalation", Document.class);
        var escalation = stored == null ? null : EscalationDocument.read(stored);
        return new ConversationFloor(
                new ConversationKey(document.getString("tenant"), document.getString("conversation")),
                document.getLong("fence"),
                // Documents of the first version count in the escalation alone, and were never erased.
                document.getInteger("raised", escalation == null ? 0 : escalation.number()),
                escalation,
                document.getList(TO_TELL, String.class, List.of()).stream()
                        .map(FloorDocument::readFact)
                        .toList(),
                document.getLong("last_request"),
                document.get("erased_at", -1L));
    }

    private static String write(FloorEvent fact) {
        return new String(FactCodec.encode(fact), StandardCharsets.UTF_8);
    }

    private static FloorEvent readFact(String json) {
        var fact = FactCodec.decodeFact(json.getBytes(StandardCharsets.UTF_8));
        if (fact instanceof FloorEvent change) {
            return change;
        }
        throw new IllegalStateException("a floor is to tell something else than a change");
    }
}
