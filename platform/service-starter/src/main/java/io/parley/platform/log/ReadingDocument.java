package io.parley.platform.log;

import io.parley.events.Floor;
import io.parley.events.MessageId;
import io.parley.events.log.ConversationReading;
import io.parley.events.log.Seen;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/** A {@link ConversationReading} as the fields of a view's document of the conversation, the same in every view. */
public final class ReadingDocument {

    private ReadingDocument() {}

    /** Puts the reading's fields into a conversation's document, and returns that. */
    public static Document write(ConversationReading reading, Document into) {
        return into.append("seq", reading.seq())
                .append("visitor_seq", reading.visitorSeq())
                .append("agent_seq", reading.agentSeq())
                .append("fence", reading.fence())
                .append("floor", reading.floor().name())
                .append("started", reading.started())
                .append("erased", reading.erased())
                .append(
                        "seen",
                        reading.seen().stream().map(ReadingDocument::write).toList());
    }

    public static ConversationReading read(Document from) {
        return new ConversationReading(
                from.getLong("seq"),
                from.getLong("visitor_seq"),
                from.getLong("agent_seq"),
                from.getLong("fence"),
                Floor.valueOf(from.getString("floor")),
                from.getBoolean("started", false),
                from.getBoolean("erased", false),
                from.getList("seen", Document.class, List.of()).stream()
                        .map(ReadingDocument::readSeen)
                        .toList());
    }

    private static Document write(Seen seen) {
        return new Document("id", seen.id().toString())
                .append("seq", seen.seq())
                .append("prev", seen.visitorPrevSeq())
                .append("agent_prev", seen.agentPrevSeq())
                .append("at", Date.from(seen.at()));
    }

    private static Seen readSeen(Document from) {
        return new Seen(
                MessageId.parse(from.getString("id")),
                from.getLong("seq"),
                from.getLong("prev"),
                // Documents of earlier versions have the visitor's only.
                from.get("agent_prev", from.getLong("prev")),
                from.getDate("at").toInstant());
    }
}
