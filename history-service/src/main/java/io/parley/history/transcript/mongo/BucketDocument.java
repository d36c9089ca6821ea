package io.parley.history.transcript.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.parley.events.log.ConversationKey;
import io.parley.history.transcript.BucketChange;
import io.parley.history.transcript.TranscriptEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * A bucket of entries as stored in {@code messages}: {@code _id} is {@code <tenant>/<conversation>/<number>},
 * {@code first_seq} the place of its first entry, {@code entries} a field for each slot, {@code seq} the last fact
 * applied.
 *
 * <p>A slot is set by its number, not pushed, and only where {@code seq} is lower: writing a change again, or writing
 * one that another replica has overtaken, changes nothing.
 */
final class BucketDocument {

    private BucketDocument() {}

    static String id(ConversationKey key, int number) {
        return key + "/" + number;
    }

    /** The bucket, before its first entries are set. */
    static WriteModel<Document> opening(ConversationKey key, BucketChange change) {
        return new UpdateOneModel<>(
                Filters.eq("_id", id(key, change.number())),
                Updates.combine(Updates.setOnInsert("first_seq", change.firstSeq()), Updates.setOnInsert("seq", -1L)),
                new UpdateOptions().upsert(true));
    }

    /** @param asRead the bucket, while it is as it was read */
    static WriteModel<Document> change(Document asRead, BucketChange change) {
        var sets = new ArrayList<Bson>();
        sets.add(Updates.set("seq", change.seq()));
        change.entries().forEach((slot, entry) -> sets.add(Updates.set("entries." + slot, EntryDocument.write(entry))));
        change.superseded().forEach(slot -> sets.add(Updates.set("entries." + slot + ".superseded", true)));
        return new UpdateOneModel<>(asRead, Updates.combine(sets));
    }

    /** The last fact applied to a bucket. */
    static long seq(Document document) {
        return document.getLong("seq");
    }

    /** The entry in a slot, if it is there already. */
    static Optional<TranscriptEntry> entry(Document document, int slot) {
        var entries = document.get("entries", new Document());
        return Optional.ofNullable(entries.get(Integer.toString(slot), Document.class))
                .map(EntryDocument::read);
    }

    static List<TranscriptEntry> entries(Document document) {
        var entries = document.get("entries", new Document());
        return entries.entrySet().stream()
                .sorted(Comparator.comparingInt(slot -> Integer.parseInt(slot.getKey())))
                .map(slot -> EntryDocument.read((Document) slot.getValue()))
                .toList();
    }
}
