package io.parley.history.transcript.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import io.parley.history.transcript.AnswerPlace;
import io.parley.history.transcript.Place;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/**
 * Where an entry is kept, as stored in {@code places}: {@code _id} is {@code <tenant>/<conversation>/<message id>}, and
 * after a clearing {@code <tenant>/<conversation>/<first bucket>/<message id>}: a message may have its id again there. A
 * message that was answered names its answers as well, each under its generation, which has one end in the log: what is
 * written again is the same.
 */
final class PlaceDocument {

    private static final String ANSWERS = "answers";

    private PlaceDocument() {}

    static String id(ConversationKey key, int first, MessageId message) {
        return first == 0 ? key + "/" + message : key + "/" + first + "/" + message;
    }

    static Place place(Document document) {
        return new Place(document.getInteger("bucket"), document.getInteger("slot"));
    }

    static List<AnswerPlace> answers(Document document) {
        var answers = new ArrayList<AnswerPlace>();
        document.get(ANSWERS, new Document()).forEach((generation, answer) -> {
            if (answer instanceof Document kept) {
                answers.add(new AnswerPlace(
                        Integer.parseInt(generation),
                        place(kept),
                        kept.getLong("seq"),
                        kept.getBoolean("apology", false)));
            }
        });
        // Documents of earlier versions name the one that was shown.
        int shown = document.getInteger("answer_generation", -1);
        if (shown >= 0) {
            answers.add(new AnswerPlace(
                    shown,
                    new Place(document.getInteger("answer_bucket"), document.getInteger("answer_slot")),
                    document.get("answer_seq", -1L),
                    false));
        }
        return answers;
    }

    /** The place of a message; the first place of an id is the one kept. */
    static WriteModel<Document> place(String id, Place place) {
        return new UpdateOneModel<>(
                Filters.eq("_id", id),
                Updates.combine(
                        Updates.setOnInsert("bucket", place.bucket()), Updates.setOnInsert("slot", place.slot())),
                new UpdateOptions().upsert(true));
    }

    /** The place of an answer, kept with the message it answers where there is that. */
    static WriteModel<Document> answer(String id, AnswerPlace answer) {
        var kept = new Document("bucket", answer.place().bucket())
                .append("slot", answer.place().slot())
                .append("seq", answer.seq());
        return new UpdateOneModel<>(
                Filters.eq("_id", id),
                Updates.set(
                        ANSWERS + "." + answer.generation(), answer.apology() ? kept.append("apology", true) : kept));
    }
}
