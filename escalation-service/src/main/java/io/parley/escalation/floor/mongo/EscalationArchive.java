package io.parley.escalation.floor.mongo;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import io.parley.escalation.floor.Escalation;
import io.parley.events.log.ConversationKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The earlier escalations of conversations, and where each escalation is to be found. {@code escalations}: a document
 * for each that has made room for the next, by conversation and number. {@code escalation_places}: the conversation and
 * number of each, by tenant and id.
 */
final class EscalationArchive {

    static final String ESCALATIONS = "escalations";
    static final String PLACES = "escalation_places";

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int AT_ONCE = 500;

    private final ReactiveMongoTemplate mongo;

    EscalationArchive(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    /** Where an escalation is, whether it ever came to be or not. */
    record Place(ConversationKey key, int number) {}

    Mono<Void> put(ConversationKey key, Escalation old) {
        var document = EscalationDocument.write(old).append("_id", documentId(key, old.number()));
        return mongo.save(document, ESCALATIONS).timeout(LIMIT).then();
    }

    /** Before it is kept: whoever dies between the two leaves a place without escalation, never the reverse. */
    Mono<Void> announce(ConversationKey key, Escalation escalation) {
        var place = new Document("_id", placeId(key.tenant(), escalation.id()))
                .append("tenant", key.tenant())
                .append("conversation", key.conversation())
                .append("number", escalation.number());
        return mongo.save(place, PLACES).timeout(LIMIT).then();
    }

    Mono<Void> withdraw(ConversationKey key, Escalation escalation) {
        return mongo.remove(query(where("_id").is(placeId(key.tenant(), escalation.id()))), PLACES)
                .timeout(LIMIT)
                .then();
    }

    Mono<Place> place(String tenant, UUID id) {
        return mongo.findById(placeId(tenant, id), Document.class, PLACES)
                .map(place -> new Place(
                        new ConversationKey(place.getString("tenant"), place.getString("conversation")),
                        place.getInteger("number")))
                .timeout(LIMIT);
    }

    Mono<Escalation> find(Place place) {
        return mongo.findById(documentId(place.key(), place.number()), Document.class, ESCALATIONS)
                .map(EscalationDocument::read)
                .timeout(LIMIT);
    }

    /** The newest and those before it, newest first. */
    Mono<List<Escalation>> before(ConversationKey key, @Nullable Escalation newest, int limit) {
        if (newest == null) {
            return Mono.just(List.of());
        }
        var ids = new ArrayList<String>();
        for (int number = newest.number() - 1; number > 0 && ids.size() < limit - 1; number--) {
            ids.add(documentId(key, number));
        }
        return mongo.find(query(where("_id").in(ids)), Document.class, ESCALATIONS)
                .map(EscalationDocument::read)
                .startWith(newest)
                .sort(Comparator.comparingInt(Escalation::number).reversed())
                .collectList()
                .timeout(LIMIT);
    }

    /** Deletes a conversation's escalations up to a number. */
    Mono<Void> forget(ConversationKey key, int upTo) {
        return Flux.fromStream(IntStream.rangeClosed(1, upTo).mapToObj(number -> documentId(key, number)))
                .buffer(AT_ONCE)
                .concatMap(ids -> forget(key, ids))
                .then();
    }

    private Mono<Void> forget(ConversationKey key, List<String> ids) {
        var these = query(where("_id").in(ids));
        return mongo.find(these, Document.class, ESCALATIONS)
                .map(document -> placeId(key.tenant(), UUID.fromString(document.getString("id"))))
                .collectList()
                .flatMap(places -> mongo.remove(query(where("_id").in(places)), PLACES))
                .then(Mono.defer(() -> mongo.remove(these, ESCALATIONS)))
                .timeout(LIMIT)
                .then();
    }

    private static String documentId(ConversationKey key, int number) {
        return key + "/" + number;
    }

    private static String placeId(String tenant, UUID id) {
        return tenant + "/" + id;
    }
}
