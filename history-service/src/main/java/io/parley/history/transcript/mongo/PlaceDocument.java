package io.parley.history.transcript.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import io.parley.history.transcript.CurrentAnswer;
import io.parley.history.transcript.Place;
import java.util.Optional;
import org.bson.Document;

/**
 * Where an entry is kept, as stored in {@code places}: {@code _id} is {@code <tenant>/<conversation>/<message id>}, and
 * after a clearing {@code <tenant>/<conversation>/<first bucket>/<message id>}: a message may have its id again there. A
 * message that was answered names the answer that is shown as well.
 */
final class PlaceDocument {

    /** Of the answer that is shown; -1 where there is none. */
    static final String GENERATION = "answer_generation";

    private PlaceDocument() {}

    static String id(ConversationKey key, int first, MessageId message) {
        return first == 0 ? key + "/" + message : key + "/" + first + "/" + message;
    }

    static MessageId message(Document document) {
        var id = document.getString("_id");
        return MessageId.parse(id.substring(id.lastIndexOf('/') + 1));
    }

    static Place place(Document document) {
        return new Place(document.getInteger("bucket"), document.getInteger("slot"));
    }

    static Optional<CurrentAnswer> answer(Document document) {
        int generation = document.getInteger(GENERATION, -1);
        return generation < 0
                ? Optional.empty()
                : Optional.of(new CurrentAnswer(
                        generation,
                        new Place(document.getInteger("answer_bucket"), document.getInteger("answer_slot")),
                        document.get("answer_seq", -1L)));
    }

    /** The place of a message; the first place of an id is the one kept. */
    static WriteModel<Document> place(String id, Place place) {
        return new UpdateOneModel<>(
                Filters.eq("_id", id),
                Updates.combine(
                        Updates.setOnInsert("bucket", place.bucket()),
                        Updates.setOnInsert("slot", place.slot()),
                        Updates.setOnInsert(GENERATION, -1)),
                new UpdateOptions().upsert(true));
    }

    /** @param asRead the place of the message that is answered, while it is as it was read */
    static WriteModel<Document> answer(Document asRead, CurrentAnswer answer) {
        return new UpdateOneModel<>(
                asRead,
                Updates.combine(
                        Updates.set(GENERATION, answer.generation()),
                        Updates.set("answer_bucket", answer.place().bucket()),
                        Updates.set("answer_slot", answer.place().slot()),
                        Updates.set("answer_seq", answer.seq())));
    }
}
