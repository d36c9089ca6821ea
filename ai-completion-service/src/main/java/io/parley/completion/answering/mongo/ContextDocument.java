package io.parley.completion.answering.mongo;

import io.parley.completion.answering.Contexts;
import io.parley.completion.answering.ConversationContext;
import io.parley.completion.answering.Pending;
import io.parley.completion.prompt.RecentTurns;
import io.parley.completion.prompt.Turn;
import io.parley.events.ConversationKind;
import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.ConversationReading;
import io.parley.platform.log.ReadingDocument;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** A conversation's context as a document, and back. */
final class ContextDocument {

    private ContextDocument() {}

    static Document write(ConversationContext context) {
        var reading = context.reading();
        return new Document("_id", context.key().toString())
                .append("tenant", context.key().tenant())
                .append("conversation", context.key().conversation())
                .append("seq", reading.seq())
                .append("owner", context.owner())
                .append("kind", context.kind() == null ? null : context.kind().name())
                .append("reading", ReadingDocument.write(reading, new Document()))
                .append("turns", list(context.turns().turns(), ContextDocument::write))
                .append("pending", list(context.pending(), ContextDocument::write))
                .append("failures", context.failures());
    }

    private static Document write(Pending pending) {
        var calledAt = pending.personCalledAt();
        return new Document("id", pending.answer().toString())
                .append("superseded", pending.superseded())
                .append("person_called_at", calledAt == null ? null : Date.from(calledAt));
    }

    private static Document write(Turn turn) {
        var document = new Document("id", turn.id().toString())
                .append("text", turn.text())
                .append("agent", turn.agent());
        var answer = turn.answer();
        return answer == null
                ? document
                : document.append(
                        "answer", new Document("generation", answer.generation()).append("text", answer.text()));
    }

    static ConversationContext read(Document document) {
        return new ConversationContext(
                key(document),
                readReading(document.get("reading", Document.class), document.getLong("seq")),
                document.getString("owner"),
                kind(document.getString("kind")),
                new RecentTurns(list(document.getList("turns", Document.class), ContextDocument::readTurn)),
                readPending(document),
                document.getInteger("failures", 0));
    }

    static Contexts.Standing readStanding(Document document) {
        return new Contexts.Standing(
                document.getLong("seq"),
                document.get("reading", Document.class).getLong("fence"),
                readPending(document));
    }

    private static List<Pending> readPending(Document document) {
        // Documents of earlier versions have the bare ids.
        return list(
                document.getList("pending", Object.class),
                one -> one instanceof Document full
                        ? readPendingOne(full)
                        : Pending.asked(MessageId.parse(one.toString())));
    }

    private static Pending readPendingOne(Document document) {
        var calledAt = document.getDate("person_called_at");
        return new Pending(
                MessageId.parse(document.getString("id")),
                document.getBoolean("superseded"),
                calledAt == null ? null : calledAt.toInstant());
    }

    static ConversationKey key(Document document) {
        return new ConversationKey(document.getString("tenant"), document.getString("conversation"));
    }

    private static @Nullable ConversationKind kind(@Nullable String name) {
        return name == null ? null : ConversationKind.valueOf(name);
    }

    private static ConversationReading readReading(Document reading, long seq) {
        // Documents of earlier versions have the seq beside the reading, and another name for what stood before.
        reading.putIfAbsent("seq", seq);
        if (reading.get("seen") instanceof List<?> earlier) {
            earlier.forEach(seen -> ((Document) seen).putIfAbsent("prev", ((Document) seen).get("prev_seq")));
        }
        return ReadingDocument.read(reading);
    }

    private static Turn readTurn(Document document) {
        return new Turn(
                MessageId.parse(document.getString("id")),
                document.getString("text"),
                document.getString("agent"),
                readAnswer(document.get("answer", Document.class)));
    }

    private static Turn.@Nullable Answer readAnswer(@Nullable Document document) {
        return document == null ? null : new Turn.Answer(document.getInteger("generation"), document.getString("text"));
    }

    private static <A, B> List<B> list(List<A> values, Function<A, B> form) {
        return values.stream().map(form).toList();
    }
}
