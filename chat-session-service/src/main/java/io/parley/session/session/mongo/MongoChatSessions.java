package io.parley.session.session.mongo;

import io.parley.events.log.ConversationKey;
import io.parley.session.session.ChatSession;
import io.parley.session.session.ChatSessions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sessions in three collections, each reached by {@code _id}: {@code sessions} has them all; {@code last_sessions} has
 * one document for each user and chatbot that names theirs; {@code open_sessions} has the open ones only, so that
 * looking for idle ones looks at nothing else.
 */
final class MongoChatSessions implements ChatSessions {

    private static final String SESSIONS = "sessions";
    private static final String LAST = "last_sessions";
    private static final String OPEN = "open_sessions";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** A replica that has said nothing of its sockets for so long, three rounds, has none any more. */
    private static final Duration SIGN_OF_LIFE = Duration.ofMinutes(3);

    private final ReactiveMongoTemplate mongo;
    private final String replica;
    private final Clock clock;

    /** @param replica this one, whose signs of life {@link #touch} notes */
    MongoChatSessions(ReactiveMongoTemplate mongo, String replica, Clock clock) {
        this.mongo = mongo;
        this.replica = replica;
        this.clock = clock;
    }

    @Override
    public Mono<ChatSession> find(String sessionId) {
        return mongo.findById(sessionId, Document.class, SESSIONS)
                .map(MongoChatSessions::ofBson)
                .timeout(LIMIT);
    }

    @Override
    public Mono<ChatSession> findLast(String tenant, String userId, String chatbotId) {
        return mongo.findById(slot(tenant, userId, chatbotId), Document.class, LAST)
                .flatMap(last -> find(last.getString("session")))
                .timeout(LIMIT);
    }

    @Override
    public Mono<Boolean> open(ChatSession session, @Nullable String previous, Instant now) {
        var slot = slot(session.conversation().tenant(), session.userId(), session.chatbotId());
        // The session first: whoever reads the slot must find what it names, and find it open, or it would never
        // stand idle. One that loses the race is taken out again.
        return mongo.insert(toBson(session), SESSIONS)
                .then(markOpen(session.id(), now))
                .then(previous == null ? insertSlot(slot, session.id()) : replaceSlot(slot, previous, session.id()))
                .flatMap(won -> won ? Mono.just(true) : forget(session.id()).thenReturn(false))
                .timeout(LIMIT);
    }

    private Mono<Boolean> insertSlot(String slot, String session) {
        return mongo.insert(new Document("_id", slot).append("session", session), LAST)
                .thenReturn(true)
                .onErrorReturn(DuplicateKeyException.class, false);
    }

    private Mono<Boolean> replaceSlot(String slot, String previous, String session) {
        return mongo.updateFirst(
                        Query.query(
                                Criteria.where("_id").is(slot).and("session").is(previous)),
                        new Update().set("session", session),
                        LAST)
                .map(result -> result.getModifiedCount() == 1);
    }

    private Mono<Void> forget(String sessionId) {
        return mongo.remove(byId(sessionId), OPEN)
                .then(mongo.remove(byId(sessionId), SESSIONS))
                .then();
    }

    private Mono<Void> markOpen(String sessionId, Instant now) {
        return mongo.upsert(byId(sessionId), used(now), OPEN).then();
    }

    private static Update used(Instant now) {
        return new Update().set("used", Date.from(now)).unset("ends_with_last_socket");
    }

    @Override
    public Mono<Void> revive(ChatSession session, Instant now) {
        return mongo.updateFirst(
                        byId(session.id()), new Update().set("ended", false).unset("ended_by_user_at"), SESSIONS)
                .then(markOpen(session.id(), now))
                .timeout(LIMIT);
    }

    @Override
    public Mono<Void> end(ChatSession session, @Nullable Instant byUserAt) {
        var update = new Update().set("ended", true);
        if (byUserAt != null) {
            update.set("ended_by_user_at", Date.from(byUserAt));
        }
        return mongo.updateFirst(byId(session.id()), update, SESSIONS)
                .then(mongo.remove(byId(session.id()), OPEN))
                .then()
                .timeout(LIMIT);
    }

    @Override
    public Mono<Void> askedFor(String sessionId, Instant now) {
        return mongo.updateFirst(byId(sessionId), used(now), OPEN).then().timeout(LIMIT);
    }

    @Override
    public Mono<Void> touch(Iterable<String> sessionIds, Instant now) {
        var ids = new ArrayList<String>();
        sessionIds.forEach(ids::add);
        if (ids.isEmpty()) {
            return Mono.empty();
        }
        return mongo.updateMulti(
                        Query.query(Criteria.where("_id").in(ids)),
                        new Update().set("used", Date.from(now)).set(sockets(replica) + ".at", Date.from(now)),
                        OPEN)
                .then()
                .timeout(LIMIT);
    }

    @Override
    public Mono<Void> countSockets(String sessionId, String ofReplica, int sockets) {
        var counted = new Document("count", sockets).append("at", Date.from(clock.instant()));
        return mongo.updateFirst(byId(sessionId), new Update().set(sockets(ofReplica), counted), OPEN)
                .then()
                .timeout(LIMIT);
    }

    @Override
    public Mono<OpenSession> findOpen(String sessionId, String exceptReplica) {
        return mongo.findById(sessionId, Document.class, OPEN)
                .map(bson -> new OpenSession(
                        socketsElsewhere(bson, exceptReplica), bson.getBoolean("ends_with_last_socket", false)))
                .timeout(LIMIT);
    }

    private int socketsElsewhere(Document open, String exceptReplica) {
        var since = clock.instant().minus(SIGN_OF_LIFE);
        return open.get("sockets", new Document()).entrySet().stream()
                .filter(entry -> !entry.getKey().equals("r" + exceptReplica))
                .map(Map.Entry::getValue)
                // An earlier version counted without a sign of life.
                .filter(Document.class::isInstance)
                .map(Document.class::cast)
                .filter(counted -> counted.getDate("at").toInstant().isAfter(since))
                .mapToInt(counted -> counted.getInteger("count", 0))
                .sum();
    }

    private static String sockets(String replica) {
        return "sockets.r" + replica;
    }

    @Override
    public Mono<Void> endWithLastSocket(String sessionId) {
        return mongo.updateFirst(byId(sessionId), new Update().set("ends_with_last_socket", true), OPEN)
                .then()
                .timeout(LIMIT);
    }

    @Override
    public Flux<ChatSession> findIdle(Instant since) {
        return mongo.find(Query.query(Criteria.where("used").lt(Date.from(since))), Document.class, OPEN)
                .concatMap(open -> find(open.getString("_id")))
                .timeout(LIMIT);
    }

    private static Query byId(String id) {
        return Query.query(Criteria.where("_id").is(id));
    }

    private static String slot(String tenant, String userId, String chatbotId) {
        return tenant + "/" + userId + "/" + chatbotId;
    }

    private static Document toBson(ChatSession session) {
        return new Document("_id", session.id())
                .append("tenant", session.conversation().tenant())
                .append("user", session.userId())
                .append("chatbot", session.chatbotId())
                .append("conversation", session.conversation().conversation())
                .append("ended", session.ended());
    }

    private static ChatSession ofBson(Document bson) {
        var endedByUserAt = bson.getDate("ended_by_user_at");
        return new ChatSession(
                bson.getString("_id"),
                bson.getString("user"),
                bson.getString("chatbot"),
                new ConversationKey(bson.getString("tenant"), bson.getString("conversation")),
                bson.getBoolean("ended"),
                endedByUserAt == null ? null : endedByUserAt.toInstant());
    }
}
