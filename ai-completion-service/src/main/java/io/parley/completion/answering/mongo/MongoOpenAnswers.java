package io.parley.completion.answering.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import io.parley.completion.answering.AnswerJob;
import io.parley.completion.answering.OpenAnswers;
import io.parley.completion.answering.Replica;
import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import io.parley.platform.database.MongoCalls;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Mono;

/**
 * Jobs under the id of their answer. The collection holds open work only, so looking through all of it each second is
 * cheap, with an index or without.
 */
final class MongoOpenAnswers implements OpenAnswers {

    private static final String OPEN_ANSWERS = "open_answers";

    /** Jobs taken over in one round; the next comes a second later. */
    private static final int TAKEN_AT_ONCE = 200;

    private final MongoCalls answers;
    private final Replica replica;
    private final Duration lease;
    private final Clock clock;

    MongoOpenAnswers(ReactiveMongoTemplate mongo, Replica replica, Duration lease, Clock clock) {
        this.answers = new MongoCalls(mongo, OPEN_ANSWERS);
        this.replica = replica;
        this.lease = lease;
        this.clock = clock;
    }

    @Override
    public Mono<Set<MessageId>> insert(Collection<AnswerJob> jobs) {
        var models = jobs.stream()
                .map(job -> new UpdateOneModel<Document>(
                        eq("_id", job.answerId().toString()),
                        new Document("$setOnInsert", document(job)),
                        new UpdateOptions().upsert(true)))
                .toList();
        return answers.one(collection -> collection.bulkWrite(models))
                .map(result -> result.getUpserts().stream()
                        .map(upsert -> MessageId.parse(upsert.getId().asString().getValue()))
                        .collect(Collectors.toSet()));
    }

    @Override
    public Mono<Set<MessageId>> open(Collection<MessageId> ids) {
        return answers.many(collection -> collection.find(isOneOf(ids)).projection(Projections.include("_id")))
                .map(found -> MessageId.parse(found.getString("_id")))
                .collect(Collectors.toSet());
    }

    @Override
    public Mono<Void> delete(Collection<MessageId> ids) {
        return answers.one(collection -> collection.deleteMany(isOneOf(ids))).then();
    }

    @Override
    public Mono<List<AnswerJob>> renew() {
        return answers.one(collection -> collection.updateMany(isOurs(), set("lease_until", leaseEnd())))
                .thenMany(answers.many(collection -> collection.find(isOurs()).sort(Sorts.ascending("asked_at"))))
                .map(MongoOpenAnswers::job)
                .collectList();
    }

    @Override
    public Mono<List<AnswerJob>> takeOver() {
        var abandoned = or(
                and(lt("lease_until", Date.from(clock.instant())), ne("owner", replica.name())),
                and(eq("owner", replica.name()), ne("incarnation", replica.incarnation())));
        return answers.many(collection -> collection
                        .find(abandoned)
                        .sort(Sorts.ascending("asked_at"))
                        .limit(TAKEN_AT_ONCE))
                .concatMap(this::takeOver)
                .map(MongoOpenAnswers::job)
                .collectList();
    }

    private Mono<Document> takeOver(Document seen) {
        // All as it was seen: its owner may have woken, or another replica been quicker.
        var unchanged = and(
                eq("_id", seen.getString("_id")),
                eq("incarnation", seen.getString("incarnation")),
                eq("attempt", seen.getInteger("attempt")),
                eq("lease_until", seen.getDate("lease_until")));
        var taken = combine(
                set("owner", replica.name()),
                set("incarnation", replica.incarnation()),
                set("lease_until", leaseEnd()),
                inc("attempt", 1));
        return answers.one(collection -> collection.findOneAndUpdate(
                unchanged, taken, new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)));
    }

    @Override
    public Mono<Boolean> confirm(AnswerJob job) {
        return answers.one(collection -> collection.updateOne(isHeld(job), set("lease_until", leaseEnd())))
                .map(result -> result.getMatchedCount() == 1);
    }

    @Override
    public Mono<AnswerJob> nextAttempt(AnswerJob job) {
        var raised = combine(set("lease_until", leaseEnd()), inc("attempt", 1));
        return answers.one(collection -> collection.findOneAndUpdate(
                        isHeld(job), raised, new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)))
                .map(MongoOpenAnswers::job);
    }

    private Bson isHeld(AnswerJob job) {
        return and(eq("_id", job.answerId().toString()), isOurs(), eq("attempt", job.attempt()));
    }

    @Override
    public Mono<Void> release() {
        return answers.one(collection -> collection.updateMany(isOurs(), set("lease_until", Date.from(Instant.EPOCH))))
                .then();
    }

    private static Bson isOneOf(Collection<MessageId> ids) {
        return in("_id", ids.stream().map(MessageId::toString).toList());
    }

    private Bson isOurs() {
        return and(eq("owner", replica.name()), eq("incarnation", replica.incarnation()));
    }

    private Date leaseEnd() {
        return Date.from(clock.instant().plus(lease));
    }

    private Document document(AnswerJob job) {
        return new Document("tenant", job.conversation().tenant())
                .append("conversation", job.conversation().conversation())
                .append("question", job.questionId().toString())
                .append("question_seq", job.questionSeq())
                .append("generation", job.generation())
                .append("chatbot_id", job.chatbotId())
                .append("attempt", job.attempt())
                .append("fence", job.fence())
                .append("asked_at", Date.from(job.askedAt()))
                .append("calls_person", job.callsPerson())
                .append("owner", replica.name())
                .append("incarnation", replica.incarnation())
                .append("lease_until", leaseEnd());
    }

    private static AnswerJob job(Document document) {
        return new AnswerJob(
                new ConversationKey(document.getString("tenant"), document.getString("conversation")),
                MessageId.parse(document.getString("_id")),
                MessageId.parse(document.getString("question")),
                document.getLong("question_seq"),
                document.getInteger("generation"),
                document.getString("chatbot_id"),
                document.getInteger("attempt"),
                document.getLong("fence"),
                document.getDate("asked_at").toInstant(),
                document.getString("calls_person"));
    }
}
