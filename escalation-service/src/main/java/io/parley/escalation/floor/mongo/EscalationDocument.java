package io.parley.escalation.floor.mongo;

import io.parley.escalation.floor.Escalation;
import io.parley.escalation.floor.EscalationStatus;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.WireJson;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * An {@link Escalation} as stored. Metadata is kept as JSON text: its names are the caller's choice, and the database
 * does not take every name.
 */
final class EscalationDocument {

    private static final TypeReference<Map<String, Object>> METADATA = new TypeReference<>() {};

    private EscalationDocument() {}

    static Document write(Escalation escalation) {
        return new Document("id", escalation.id().toString())
                .append("number", escalation.number())
                .append("status", escalation.status().name())
                .append("reason", escalation.reason())
                .append("metadata", WireJson.mapper().writeValueAsString(escalation.metadata()))
                .append("requested_by", write(escalation.requestedBy()))
                .append("agent", escalation.agent() == null ? null : write(escalation.agent()))
                .append("team", escalation.team())
                .append("created_at", Date.from(escalation.createdAt()))
                .append("waiting_since", Date.from(escalation.waitingSince()))
                .append("changed_at", Date.from(escalation.changedAt()));
    }

    static Escalation read(Document document) {
        return new Escalation(
                UUID.fromString(document.getString("id")),
                document.getInteger("number"),
                EscalationStatus.valueOf(document.getString("status")),
                document.getString("reason"),
                WireJson.mapper().readValue(document.getString("metadata"), METADATA),
                readSender(document.get("requested_by", Document.class)),
                readAgent(document.get("agent", Document.class)),
                document.getString("team"),
                document.getDate("created_at").toInstant(),
                document.getDate("waiting_since").toInstant(),
                document.getDate("changed_at").toInstant());
    }

    private static Document write(Sender sender) {
        return new Document("id", sender.id())
                .append("type", sender.type().name())
                .append("name", sender.name());
    }

    private static @Nullable Sender readAgent(@Nullable Document document) {
        return document == null ? null : readSender(document);
    }

    private static Sender readSender(Document document) {
        return new Sender(
                document.getString("id"), SenderType.valueOf(document.getString("type")), document.getString("name"));
    }
}
