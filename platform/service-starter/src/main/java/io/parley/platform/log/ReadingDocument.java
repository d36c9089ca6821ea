package io.parley.platform.log;

import io.parley.events.Floor;
import io.parley.events.MessageId;
import io.parley.events.log.ConversationReading;
import io.parley.events.log.Seen;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * A {@link ConversationReading} as the fields of a view's document of the conversation, the same in every view.
 *
 * <p>What was seen lately is one field of bytes, 48 for each id: it is read and written with every batch, and as 500
 * documents that alone takes longer than all the rest.
 */
public final class ReadingDocument {

    /** Id, place, the places before it, time: six numbers of eight bytes. */
    private static final int SEEN_BYTES = 6 * Long.BYTES;

    private ReadingDocument() {}

    /** Puts the reading's fields into a conversation's document, and returns that. */
    public static Document write(ConversationReading reading, Document into) {
        return into.append("seq", reading.seq())
                .append("visitor_seq", reading.visitorSeq())
                .append("agent_seq", reading.agentSeq())
                .append("fence", reading.fence())
                .append("floor_fence", reading.floorFence())
                .append("floor", reading.floor().name())
                .append("started", reading.started())
                .append("erased", reading.erased())
                .append("seen", write(reading.seen()));
    }

    public static ConversationReading read(Document from) {
        return new ConversationReading(
                from.getLong("seq"),
                from.getLong("visitor_seq"),
                from.getLong("agent_seq"),
                from.getLong("fence"),
                // Documents of earlier versions know of no clearing that raised the one without the other.
                from.get("floor_fence", from.getLong("fence")),
                Floor.valueOf(from.getString("floor")),
                from.getBoolean("started", false),
                from.getBoolean("erased", false),
                seen(from));
    }

    private static Binary write(List<Seen> seen) {
        var bytes = ByteBuffer.allocate(seen.size() * SEEN_BYTES);
        for (var one : seen) {
            bytes.putLong(one.id().value().getMostSignificantBits())
                    .putLong(one.id().value().getLeastSignificantBits())
                    .putLong(one.seq())
                    .putLong(one.visitorPrevSeq())
                    .putLong(one.agentPrevSeq())
                    .putLong(one.at().toEpochMilli());
        }
        return new Binary(bytes.array());
    }

    private static List<Seen> seen(Document from) {
        return switch (from.get("seen")) {
            case Binary binary -> read(ByteBuffer.wrap(binary.getData()));
            // Documents of earlier versions have a list of documents.
            case List<?> list ->
                list.stream().map(one -> readSeen((Document) one)).toList();
            case null, default -> List.of();
        };
    }

    private static List<Seen> read(ByteBuffer bytes) {
        var seen = new ArrayList<Seen>(bytes.remaining() / SEEN_BYTES);
        while (bytes.remaining() >= SEEN_BYTES) {
            seen.add(new Seen(
                    new MessageId(new UUID(bytes.getLong(), bytes.getLong())),
                    bytes.getLong(),
                    bytes.getLong(),
                    bytes.getLong(),
                    Instant.ofEpochMilli(bytes.getLong())));
        }
        return List.copyOf(seen);
    }

    private static Seen readSeen(Document from) {
        return new Seen(
                MessageId.parse(from.getString("id")),
                from.getLong("seq"),
                from.getLong("prev"),
                from.get("agent_prev", from.getLong("prev")),
                from.getDate("at").toInstant());
    }
}
