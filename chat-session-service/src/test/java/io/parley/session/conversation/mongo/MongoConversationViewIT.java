package io.parley.session.conversation.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerFailed;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageDeleted;
import io.parley.events.MessageEdited;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.MessagesRead;
import io.parley.events.Payer;
import io.parley.events.ReactionSet;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.platform.log.ViewBatch;
import io.parley.session.conversation.AcceptedMessage;
import io.parley.session.conversation.AnswerOutcome;
import io.parley.session.conversation.Conversation;
import io.parley.session.conversation.RecentMessage;
import io.parley.session.conversation.StoredMessage;
import io.parley.testkit.Backends;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;

class MongoConversationViewIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Instant BEGIN = Instant.parse("2026-11-20T10:30:00Z");
    private static final Sender ANN = new Sender("ann", SenderType.USER, "Ann");
    private static final Sender BOB = new Sender("bob", SenderType.AGENT, null);

    private final ConversationKey key =
            new ConversationKey("t", UUID.randomUUID().toString());
    private final List<LoggedFact> log = new ArrayList<>();
    private long fence;
    private MongoClient client;
    private ReactiveMongoTemplate mongo;
    private MongoConversationView view;
    private MongoConversations conversations;

    @BeforeEach
    void connect() {
        client = MongoClients.create(Backends.mongoUri());
        mongo = new ReactiveMongoTemplate(
                client, "test_view_" + UUID.randomUUID().toString().substring(0, 8));
        view = new MongoConversationView(mongo);
        conversations = new MongoConversations(mongo, new MessageBuckets(mongo));
    }

    @AfterEach
    void drop() {
        mongo.getMongoDatabase()
                .flatMap(database -> reactor.core.publisher.Mono.from(database.drop()))
                .block(LIMIT);
        client.close();
    }

    @Test
    void findsAMessageWithAllThatWasSaidOfIt() {
        start();
        var metadata = Map.<String, Object>of("$set", Map.of("a.b", 1), "n", 1.5, "list", List.of(true));
        var id = MessageId.random();
        var logged = append(new MessagePosted(id, ANN, "Hello?", metadata, "c-1", "leta"));
        append(new ReactionSet(id, "bob", "up"));
        append(new MessageEdited(id, "ann", "Hello!"));
        apply(log);

        var found = message(id);
        assertThat(found.place()).isEqualTo(conversations.findAccepted(key, id).block(LIMIT));
        assertThat(found.seq()).isEqualTo(logged.seq());
        assertThat(found.place().visitorPrevSeq()).isZero();
        assertThat(found.sender()).isEqualTo(ANN);
        assertThat(found.content()).isEqualTo("Hello!");
        assertThat(found.metadata()).isEqualTo(metadata);
        assertThat(found.clientMessageId()).isEqualTo("c-1");
        assertThat(found.editedAt()).isEqualTo(log.getLast().at());
        assertThat(found.deleted()).isFalse();
        assertThat(found.isBy("ann")).isTrue();
        assertThat(found.isBy("bob")).isFalse();
    }

    @Test
    void editsAndDeletesWhatAnEarlierBatchWrote() {
        start();
        var edited = say("Frist");
        var deleted = say("Oops");
        var both = say("Both");
        apply(log);
        applyOnly(
                append(new MessageEdited(edited, "ann", "First")),
                append(new MessageDeleted(deleted, "ann")),
                append(new MessageEdited(both, "ann", "Never seen")),
                append(new MessageDeleted(both, "ann")),
                append(new MessageEdited(both, "ann", "Nor this")));

        assertThat(message(edited).content()).isEqualTo("First");
        for (var gone : List.of(deleted, both)) {
            assertThat(message(gone).deleted()).isTrue();
            assertThat(message(gone).content()).isEmpty();
        }
        applyOnly(append(new MessageEdited(deleted, "ann", "Back again")));
        assertThat(message(deleted).content()).as("what was deleted stays so").isEmpty();
        assertThat(recent(50)).extracting(RecentMessage::message).containsExactly("First");
        assertThat(everything()).doesNotContain("Oops", "Never seen", "Nor this", "Back again");
    }

    @Test
    void survivesAChangeOfAMessageItDoesNotKnow() {
        start();
        var id = say("Here");
        append(new MessageEdited(MessageId.random(), "ann", "What?"));
        append(new MessageDeleted(MessageId.random(), "ann"));
        apply(log);

        assertThat(recent(50)).extracting(RecentMessage::id).containsExactly(id);
        assertThat(count(MongoConversations.MESSAGES)).isEqualTo(1);
    }

    @Test
    void readingTheLogAgainChangesNothingBack() {
        start();
        var edited = say("Before");
        var deleted = say("Gone");
        append(new MessageEdited(edited, "ann", "After"));
        append(new MessageDeleted(deleted, "ann"));
        apply(log);
        var messages = collection(MongoConversations.MESSAGES);
        var buckets = collection(MessageBuckets.COLLECTION);

        // As if the batch had been cut off before its last write, and came again in other pieces.
        mongo.remove(new Query(), MongoConversations.CONVERSATIONS).block(LIMIT);
        log.forEach(this::applyOnly);

        assertThat(collection(MongoConversations.MESSAGES)).containsExactlyInAnyOrderElementsOf(messages);
        assertThat(collection(MessageBuckets.COLLECTION)).containsExactlyInAnyOrderElementsOf(buckets);
        assertThat(everything()).doesNotContain("Before", "Gone");
    }

    @Test
    void showsTheNewestFiftyHoweverManyWereDeleted() {
        start();
        var ids = new ArrayList<MessageId>();
        for (int i = 0; i < 420; i++) {
            ids.add(say("m" + i));
        }
        // All but every fourth of the newest 260, so that looking goes on over several buckets.
        for (int i = 160; i < 420; i++) {
            if (i % 4 != 0) {
                append(new MessageDeleted(ids.get(i), "ann"));
            }
        }
        apply(log);

        var shown = recent(50);
        assertThat(shown).hasSize(50);
        assertThat(shown.getLast().message()).isEqualTo("m416");
        assertThat(shown.getFirst().message()).isEqualTo("m220");
        assertThat(shown).isSortedAccordingTo(java.util.Comparator.comparingLong(RecentMessage::seq));
        assertThat(recent(500)).hasSize(160 + 65);
        assertThat(count(MessageBuckets.COLLECTION)).isEqualTo(5);
    }

    @Test
    void showsTheNewestGenerationOfAnAnswer() {
        start();
        var question = say("Well?");
        answer(question, 0, "First try");
        answer(question, 1, "Second try");
        var other = say("And?");
        answer(other, 0, "Yes");
        apply(log);

        assertThat(recent(50)).extracting(RecentMessage::message).containsExactly("Well?", "Second try", "And?", "Yes");
        var first = message(question.answer(0));
        assertThat(first.inReplyTo()).isEqualTo(question);
        assertThat(first.isBy(Sender.ASSISTANT.id()))
                .as("an answer is nobody's")
                .isFalse();
        assertThat(message(question.answer(1)).generation()).isEqualTo(1);
    }

    @Test
    void showsNothingBeyondTheConversationAsItWasRead() {
        start();
        say("Early");
        apply(log);
        var early = conversation();
        applyOnly(sayLogged("Late"));

        assertThat(recent(early, 50)).extracting(RecentMessage::message).containsExactly("Early");
        assertThat(recent(50)).hasSize(2);
    }

    @Test
    void findsManyAtOnceAndNoneOfNone() {
        start();
        var one = say("One");
        var two = say("Two");
        apply(log);

        assertThat(conversations
                        .findMessages(key, List.of(two, MessageId.random(), one))
                        .map(StoredMessage::content)
                        .collectList()
                        .block(LIMIT))
                .containsExactlyInAnyOrder("One", "Two");
        assertThat(conversations.findMessages(key, List.of()).collectList().block(LIMIT))
                .isEmpty();
        assertThat(conversations.findMessage(key, MessageId.random()).block(LIMIT))
                .isNull();
        assertThat(conversations
                        .findAccepted(new ConversationKey("t", "other"), one)
                        .block(LIMIT))
                .isNull();
    }

    @Test
    void keepsOnlyTheReadingOfWhatWasErased() {
        start();
        var ids = new ArrayList<MessageId>();
        for (int i = 0; i < 750; i++) {
            ids.add(say("secret-" + i));
        }
        append(new HistoryCleared("ann", true, 0));
        append(new MessagesRead("ann", 3));
        apply(log);

        assertThat(conversation().exists()).isFalse();
        assertThat(conversation().reading().erased()).isTrue();
        assertThat(conversations.findMessage(key, ids.getFirst()).block(LIMIT))
                .as("at once, before it is taken out")
                .isNull();
        assertThat(recent(50)).isEmpty();

        var clock = new Moment();
        var erasures = new MessageErasures(mongo, new MessageBuckets(mongo), clock);
        erasures.close();
        erasures.sweep().block(LIMIT);
        assertThat(everything()).doesNotContain("secret");
        assertThat(count(MongoConversations.MESSAGES)).isZero();
        assertThat(count(MessageBuckets.COLLECTION)).isZero();
        assertThat(count(MessageErasures.COLLECTION))
                .as("once more, a minute later")
                .isEqualTo(1);

        clock.now = clock.now.plus(Duration.ofMinutes(2));
        erasures.sweep().block(LIMIT);
        assertThat(count(MessageErasures.COLLECTION)).isZero();
        assertThat(count(MongoConversations.CONVERSATIONS)).isEqualTo(1);
    }

    @Test
    void takesOutWhatAReplicaWroteThatWasStoppedInTheMiddle() {
        start();
        say("secret");
        append(new HistoryCleared("ann", true, 0));
        apply(log);
        var clock = new Moment();
        var erasures = new MessageErasures(mongo, new MessageBuckets(mongo), clock);
        erasures.close();
        erasures.sweep().block(LIMIT);

        var conversation =
                mongo.findAll(Document.class, MongoConversations.CONVERSATIONS).blockLast(LIMIT);
        mongo.remove(new Query(), MongoConversations.CONVERSATIONS).block(LIMIT);
        apply(log.subList(0, 2));
        mongo.remove(new Query(), MongoConversations.CONVERSATIONS).block(LIMIT);
        mongo.insert(Objects.requireNonNull(conversation), MongoConversations.CONVERSATIONS)
                .block(LIMIT);
        assertThat(everything()).contains("secret");

        clock.now = clock.now.plus(Duration.ofMinutes(2));
        erasures.sweep().block(LIMIT);
        assertThat(everything()).doesNotContain("secret");
        assertThat(count(MessageErasures.COLLECTION)).isZero();
    }

    @Test
    void anErasedIdIsUsedAgainAsIfItWereNew() {
        start();
        var again = MessageId.of(key, "ann", "c-1");
        append(new MessagePosted(again, ANN, "Before", Map.of(), "c-1", null));
        say("Also before");
        append(new HistoryCleared("ann", true, 0));
        apply(log);
        assertThat(conversations.findAccepted(key, again).block(LIMIT)).isNull();

        var restarted = append(new ConversationStarted("bob", ConversationKind.PEOPLE, null));
        var second = append(new MessagePosted(again, BOB, "After", Map.of(), "c-1", null));
        applyOnly(restarted, second);
        var erasures = new MessageErasures(mongo, new MessageBuckets(mongo), Clock.systemUTC());
        erasures.close();
        erasures.sweep().block(LIMIT);

        assertThat(message(again).content()).isEqualTo("After");
        assertThat(message(again).seq()).isEqualTo(second.seq());
        assertThat(recent(50)).extracting(RecentMessage::message).containsExactly("After");
        assertThat(conversation().access().isOwnedBy("bob")).isTrue();
        assertThat(count(MongoConversations.MESSAGES)).isEqualTo(1);
    }

    @Test
    void clearsWhatWasSaidAndKeepsTheConversation() {
        start();
        var before = say("Before");
        append(new HistoryCleared("ann", false, 0));
        say("After");
        apply(log);

        assertThat(conversation().exists()).isTrue();
        assertThat(conversation().chatbotId()).isEqualTo("leta");
        assertThat(recent(50)).extracting(RecentMessage::message).containsExactly("After");
        assertThat(conversations.findMessage(key, before).block(LIMIT)).isNull();
    }

    @Test
    void knowsWhatCameOfAskingTheAssistant() {
        append(new ConversationStarted("ann", ConversationKind.AI_ROOM, "leta"));
        var answered = sayLogged("Answered");
        var failed = sayLogged("Failed");
        var noKey = sayLogged("Without a key");
        var open = sayLogged("Open");
        var asked = append(new MessagePosted(MessageId.random(), ANN, "To nobody", Map.of(), null, null));
        answer(id(answered), 0, "First");
        answer(id(answered), 1, "Second");
        fail(id(failed), 0, FailureCode.TIMEOUT);
        fail(id(failed), 1, FailureCode.NO_API_KEY);
        apply(log);
        // Its question is in an earlier batch, and is edited in this one.
        var edited = append(new MessageEdited(id(noKey), "ann", "Without any key"));
        var end = fail(id(noKey), 0, FailureCode.NO_API_KEY);
        applyOnly(edited, end);

        assertThat(outcome(answered))
                .isEqualTo(new AnswerOutcome.Completed(
                        id(answered).answer(0), "First", "m", log.get(6).at()));
        assertThat(outcome(failed))
                .isEqualTo(new AnswerOutcome.Failed(
                        id(failed).answer(0),
                        FailureCode.TIMEOUT,
                        Payer.SUITE,
                        log.get(8).at()));
        assertThat(outcome(noKey))
                .isEqualTo(
                        new AnswerOutcome.Failed(id(noKey).answer(0), FailureCode.NO_API_KEY, Payer.SUITE, end.at()));
        assertThat(outcome(open)).isNull();
        assertThat(outcome(asked)).isEqualTo(new AnswerOutcome.NotAsked());
        assertThat(message(id(noKey)).content()).isEqualTo("Without any key");
        assertThat(message(id(noKey)).isVoid()).isTrue();
        assertThat(message(id(failed)).isVoid()).isFalse();
        assertThat(recent(50))
                .extracting(RecentMessage::message)
                .containsExactly("Answered", "Failed", "Open", "To nobody", "Second");

        applyOnly(append(new EscalationRaised(UUID.randomUUID(), 1, "r", ANN, Map.of())));
        var toAPerson = sayLogged("To a person");
        applyOnly(toAPerson);
        assertThat(outcome(toAPerson)).isEqualTo(new AnswerOutcome.NotAsked());

        applyOnly(append(new HistoryCleared("ann", false, 2)));
        for (var one : List.of(answered, failed, noKey, open, toAPerson)) {
            assertThat(outcome(one)).isEqualTo(new AnswerOutcome.Cleared());
        }
    }

    private AnswerOutcome outcome(LoggedFact asked) {
        return conversations
                .findOutcome(key, new AcceptedMessage(id(asked), asked.seq(), -1, -1, asked.at()))
                .block(LIMIT);
    }

    private static MessageId id(LoggedFact posted) {
        return ((MessagePosted) posted.fact()).messageId();
    }

    private LoggedFact fail(MessageId question, int generation, FailureCode code) {
        return append(new AnswerFailed(
                question.answer(generation), question, generation, 1, fence, "leta", code, Payer.SUITE));
    }

    @Test
    void knowsWhatWasClearedByItsIdForADay() {
        start();
        var old = new LoggedFact(
                key,
                0,
                log.size(),
                BEGIN.minus(Duration.ofHours(25)),
                new MessagePosted(MessageId.random(), ANN, "secret of yesterday", Map.of(), "c-0", null));
        log.add(old);
        var said = append(new MessagePosted(MessageId.random(), ANN, "secret", Map.of("n", "secret"), "c-1", "leta"));
        fail(id(said), 0, FailureCode.TIMEOUT);
        append(new HistoryCleared("ann", false, ++fence));
        apply(log);
        var clock = new Moment();
        clock.now = log.getLast().at();
        var erasures = new MessageErasures(mongo, new MessageBuckets(mongo), clock);
        erasures.close();
        for (int look = 0; look < 2; look++) {
            erasures.sweep().block(LIMIT);
            clock.now = clock.now.plus(Duration.ofMinutes(2));
        }

        assertThat(everything()).doesNotContain("secret", "TIMEOUT");
        assertThat(accepted(said)).as("sent again it is no new message").isNotNull();
        assertThat(accepted(said).seq()).isEqualTo(said.seq());
        assertThat(accepted(old)).isNull();
        assertThat(conversations.findMessage(key, id(said)).block(LIMIT)).isNull();
        assertThat(outcome(said)).isEqualTo(new AnswerOutcome.Cleared());
        assertThat(recent(50)).isEmpty();

        var edited = append(new MessageEdited(id(said), "ann", "secret again"));
        var erased = append(new HistoryCleared("ann", true, ++fence));
        applyOnly(edited, erased);
        assertThat(accepted(said)).as("its id may begin another conversation").isNull();
        var begun = append(new ConversationStarted("ann", ConversationKind.PEOPLE, "leta"));
        applyOnly(begun);
        assertThat(accepted(said)).isNull();
        var anew = append(new MessagePosted(id(said), ANN, "Anew", Map.of(), "c-1", "leta"));
        applyOnly(anew);

        clock.now = clock.now.plus(Duration.ofHours(24));
        for (int look = 0; look < 3; look++) {
            erasures.sweep().block(LIMIT);
            clock.now = clock.now.plus(Duration.ofMinutes(2));
        }
        assertThat(accepted(said).seq()).isEqualTo(anew.seq());
        assertThat(everything()).doesNotContain("secret");
        assertThat(count(MongoConversations.MESSAGES)).isEqualTo(1);
        assertThat(count(MessageErasures.COLLECTION)).isZero();
        assertThat(count(MessageBuckets.COLLECTION)).isEqualTo(1);
    }

    private AcceptedMessage accepted(LoggedFact said) {
        return conversations.findAccepted(key, id(said)).block(LIMIT);
    }

    /** Whatever the log holds, and however it comes in pieces and again, the view ends as if read once. */
    @RepeatedTest(8)
    void endsTheSameHoweverTheLogComes(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        randomLog(random, ConversationKind.values()[random.nextInt(4)]);
        apply(log);
        var messages = collection(MongoConversations.MESSAGES);
        var shown = recent(50);
        var read = conversation();
        for (var name : List.of(
                MongoConversations.MESSAGES,
                MongoConversations.CONVERSATIONS,
                MessageBuckets.COLLECTION,
                MessageErasures.COLLECTION)) {
            mongo.remove(new Query(), name).block(LIMIT);
        }

        for (int from = 0; from < log.size(); ) {
            int to = Math.min(log.size(), from + 1 + random.nextInt(12));
            if (random.nextInt(3) == 0) {
                var kept = mongo.findAll(Document.class, MongoConversations.CONVERSATIONS)
                        .collectList()
                        .block(LIMIT);
                apply(log.subList(from, to));
                // Cut off before its last write.
                mongo.remove(new Query(), MongoConversations.CONVERSATIONS).block(LIMIT);
                mongo.insert(Objects.requireNonNull(kept), MongoConversations.CONVERSATIONS)
                        .collectList()
                        .block(LIMIT);
            }
            apply(log.subList(from, to));
            from = Math.max(from + 1, to - random.nextInt(3));
        }

        assertThat(conversation()).isEqualTo(read);
        assertThat(recent(50)).isEqualTo(shown);
        assertThat(withoutErased(collection(MongoConversations.MESSAGES), read))
                .containsExactlyInAnyOrderElementsOf(withoutErased(messages, read));
    }

    private void randomLog(Random random, ConversationKind kind) {
        append(new ConversationStarted("ann", kind, "leta"));
        var ids = new ArrayList<MessageId>();
        for (int i = 0; i < 150; i++) {
            var id = ids.isEmpty() ? MessageId.random() : ids.get(random.nextInt(ids.size()));
            switch (random.nextInt(13)) {
                case 0 -> append(new MessageDeleted(id, "ann"));
                case 1, 2 -> append(new MessageEdited(id, "ann", "edited " + i));
                case 3 -> answer(id, random.nextInt(2), "answer " + i);
                case 4 -> append(new MessagesRead("ann", 1));
                case 5 -> {
                    if (random.nextInt(4) == 0) {
                        append(new HistoryCleared("ann", random.nextBoolean(), ++fence));
                        append(new ConversationStarted("ann", kind, "leta"));
                    }
                }
                case 12 -> fail(id, random.nextInt(2), FailureCode.values()[random.nextInt(3)]);
                case 6 -> append(new MessagePosted(id, ANN, "again " + i, Map.of(), null, null));
                default -> ids.add(say("m" + i));
            }
        }
    }

    private static List<Document> withoutErased(List<Document> messages, Conversation conversation) {
        return messages.stream()
                .filter(message -> message.getLong("seq") > conversation.clearedSeq())
                .toList();
    }

    private void start() {
        append(new ConversationStarted("ann", ConversationKind.PEOPLE, "leta"));
    }

    private MessageId say(String text) {
        return ((MessagePosted) sayLogged(text).fact()).messageId();
    }

    private LoggedFact sayLogged(String text) {
        return append(new MessagePosted(MessageId.random(), ANN, text, Map.of(), null, "leta"));
    }

    private void answer(MessageId question, int generation, String text) {
        append(new AnswerCompleted(
                question.answer(generation),
                question,
                generation,
                1,
                fence,
                "leta",
                text,
                FinishReason.STOP,
                List.of(),
                null,
                "m"));
    }

    private LoggedFact append(ConversationFact fact) {
        var logged = new LoggedFact(key, 0, log.size(), BEGIN.plusSeconds(log.size()), fact);
        log.add(logged);
        return logged;
    }

    private void apply(List<LoggedFact> facts) {
        for (int from = 0; from < facts.size(); from += 200) {
            view.apply(new ViewBatch(facts.subList(from, Math.min(facts.size(), from + 200)), Map.of()));
        }
    }

    private void applyOnly(LoggedFact... facts) {
        apply(List.of(facts));
    }

    private Conversation conversation() {
        return Objects.requireNonNull(conversations.find(key).block(LIMIT));
    }

    private StoredMessage message(MessageId id) {
        return Objects.requireNonNull(conversations.findMessage(key, id).block(LIMIT));
    }

    private List<RecentMessage> recent(int limit) {
        return recent(conversation(), limit);
    }

    private List<RecentMessage> recent(Conversation conversation, int limit) {
        return Objects.requireNonNull(conversations.recent(conversation, limit).block(LIMIT));
    }

    private List<Document> collection(String name) {
        return Objects.requireNonNull(
                mongo.findAll(Document.class, name).collectList().block(LIMIT));
    }

    private int count(String name) {
        return collection(name).size();
    }

    private String everything() {
        var all = new StringBuilder();
        Objects.requireNonNull(mongo.getCollectionNames().collectList().block(LIMIT))
                .forEach(name -> all.append(collection(name)));
        return all.toString();
    }

    private static final class Moment extends Clock {

        private Instant now = Instant.parse("2026-11-20T10:30:00Z");

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
