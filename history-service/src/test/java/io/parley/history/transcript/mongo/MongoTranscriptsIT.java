package io.parley.history.transcript.mongo;

import io.parley.events.log.ConversationKey;
import io.parley.history.WholeService;
import io.parley.history.transcript.Listings;
import io.parley.history.transcript.Removals;
import io.parley.history.transcript.Transcripts;
import io.parley.history.transcript.TranscriptsContract;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;

@WholeService
class MongoTranscriptsIT implements TranscriptsContract {

    @Autowired
    private Transcripts transcripts;

    @Autowired
    private Listings listings;

    @Autowired
    private Removals removals;

    @Autowired
    private ReactiveMongoTemplate mongo;

    @Override
    public Transcripts transcripts() {
        return transcripts;
    }

    @Override
    public Listings listings() {
        return listings;
    }

    @Override
    public Removals removals() {
        return removals;
    }

    @Override
    public Runnable crashPoint(ConversationKey key, boolean placesToo) {
        var undo = new ArrayList<Runnable>();
        undo.add(bringBack(MongoTranscripts.CONVERSATIONS, "^" + key + "$"));
        if (placesToo) {
            undo.add(bringBack(MongoTranscripts.PLACES, "^" + key + "/"));
        }
        return () -> undo.forEach(Runnable::run);
    }

    private Runnable bringBack(String collection, String ids) {
        var query = Query.query(Criteria.where("_id").regex(ids));
        List<Document> documents =
                mongo.find(query, Document.class, collection).collectList().block(LIMIT);
        return () -> {
            mongo.remove(query, collection).block(LIMIT);
            if (documents != null && !documents.isEmpty()) {
                mongo.insert(documents, collection).collectList().block(LIMIT);
            }
        };
    }
}
