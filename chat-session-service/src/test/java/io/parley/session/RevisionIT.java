package io.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AgentAssigned;
import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerRequested;
import io.parley.events.Chatbot;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.FinishReason;
import io.parley.events.HandedBack;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageDeleted;
import io.parley.events.MessageEdited;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.MessagesRead;
import io.parley.events.ReactionSet;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.WhileAnswering;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.platform.identity.Caller;
import io.parley.session.conversation.Conversations;
import io.parley.session.delivery.ConversationFeed;
import io.parley.session.delivery.LiveConversations;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.Refusal;
import io.parley.session.revision.MarkRead;
import io.parley.session.revision.RegenerateAnswer;
import io.parley.session.revision.ReviseMessage;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Changes of what was said, in a conversation whose facts come from other replicas: straight out of the log. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"parley.revision.rate=20", "parley.revision.rate-window=60s", "parley.revision.read-every=2s"})
@ContextConfiguration(initializers = Backends.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevisionIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Autowired
    private LiveConversations live;

    @Autowired
    private Conversations conversations;

    @Autowired
    private ReviseMessage revise;

    @Autowired
    private RegenerateAnswer regenerate;

    @Autowired
    private MarkRead markRead;

    private final TestLog log = new TestLog();

    @BeforeAll
    void waitForTheService() {
        log.publish(new Chatbot(Chatbot.EVERY_TENANT, "leta", "Leta AI", "Hello!", WhileAnswering.ENQUEUE));
        Awaitility.await().atMost(LIMIT).ignoreExceptions().until(() -> new Talk().feed() != null);
    }

    /** A conversation of its own, with an owner of its own: limits of one test are no other's. */
    private final class Talk {

        private final ConversationKey key = new ConversationKey(Callers.TENANT, "c-" + UUID.randomUUID());
        private final Caller owner = caller("owner-" + UUID.randomUUID());
        private final Caller agent = caller("agent-" + UUID.randomUUID(), Caller.Role.AGENT);

        private Talk() {
            this("leta");
        }

        private Talk(@Nullable String chatbot) {
            append(new ConversationStarted(owner.userId(), ConversationKind.PEOPLE, chatbot));
        }

        private LoggedFact append(ConversationFact fact) {
            return log.append(key, fact);
        }

        private MessageId says(Caller who, String text) {
            return says(who, text, "leta");
        }

        private MessageId says(Caller who, String text, @Nullable String chatbot) {
            var id = MessageId.random();
            var sender = new Sender(who.userId(), who.isAgent() ? SenderType.AGENT : SenderType.USER, null);
            append(new MessagePosted(id, sender, text, Map.of(), null, who.isAgent() ? null : chatbot));
            return id;
        }

        private MessageId answered(MessageId question, int generation) {
            return answered(question, generation, 0);
        }

        private MessageId answered(MessageId question, int generation, long fence) {
            var id = question.answer(generation);
            append(new AnswerCompleted(
                    id, question, generation, 1, fence, "leta", "Answer", FinishReason.STOP, List.of(), null, null));
            return id;
        }

        private ConversationFeed feed() {
            return Objects.requireNonNull(live.open(key).block(LIMIT));
        }

        private <T extends ConversationFact> List<T> facts(Class<T> type) {
            return log.facts(key).stream()
                    .filter(logged -> type.isInstance(logged.fact()))
                    .map(logged -> type.cast(logged.fact()))
                    .toList();
        }

        private Mono<Void> regenerates(MessageId id) {
            return regenerate.regenerate(feed(), owner, id);
        }
    }

    private static Caller caller(String user, Caller.Role... roles) {
        var all = new java.util.HashSet<>(Set.of(roles));
        all.add(Caller.Role.USER);
        return new Caller(Callers.TENANT, user, all, null, Instant.now().plusSeconds(3600));
    }

    /** The code an attempt is refused with; "done" where it is not. */
    private static String outcome(Mono<Void> attempt) {
        return Objects.requireNonNull(attempt.thenReturn("done")
                .onErrorResume(
                        Refusal.class, refusal -> Mono.just(refusal.code().wire()))
                .block(LIMIT));
    }

    @Test
    void editsWhatWasSaidAMomentAgoElsewhere() {
        var talk = new Talk();
        var feed = talk.feed();
        for (int i = 0; i < 5; i++) {
            var id = talk.says(talk.owner, "Frist");
            assertThat(outcome(revise.edit(feed, talk.owner, id, "First"))).isEqualTo("done");
            assertThat(talk.facts(MessageEdited.class).getLast())
                    .isEqualTo(new MessageEdited(id, talk.owner.userId(), "First"));
        }
        var own = talk.says(talk.agent, "Mine");
        assertThat(outcome(revise.edit(feed, talk.agent, own, "Mine too"))).isEqualTo("done");
    }

    @ParameterizedTest
    @CsvSource({
        "'', message_empty",
        "'  ', message_empty",
        "LONG, message_too_long",
    })
    void holdsNewWordsToTheRulesOfMessages(String words, String code) {
        var talk = new Talk();
        var id = talk.says(talk.owner, "Words");
        var content = words.equals("LONG") ? "x".repeat(1001) : words;

        assertThat(outcome(revise.edit(talk.feed(), talk.owner, id, content))).isEqualTo(code);
        assertThat(talk.facts(MessageEdited.class)).isEmpty();
    }

    @Test
    void letsOnlyTheAuthorChangeAMessage() {
        var talk = new Talk();
        var feed = talk.feed();
        var question = talk.says(talk.owner, "Mine");
        var answer = talk.answered(question, 0);
        var agents = talk.says(talk.agent, "The agent's");

        for (var attempt : List.of(
                revise.edit(feed, talk.agent, question, "Changed"),
                revise.delete(feed, talk.agent, question),
                revise.edit(feed, talk.owner, agents, "Changed"),
                revise.delete(feed, talk.owner, agents),
                revise.edit(feed, talk.owner, answer, "Changed"),
                revise.delete(feed, talk.owner, answer),
                revise.edit(feed, caller(Sender.ASSISTANT.id()), answer, "Changed"))) {
            assertThat(outcome(attempt)).isEqualTo("forbidden");
        }
        assertThat(talk.facts(MessageEdited.class)).isEmpty();
        assertThat(talk.facts(MessageDeleted.class)).isEmpty();
    }

    @Test
    void findsNoMessageOfAnotherConversationAndNoneThatIsGone() {
        var talk = new Talk();
        var feed = talk.feed();
        var elsewhere = new Talk().says(talk.owner, "Elsewhere");
        var deleted = talk.says(talk.owner, "Gone");
        assertThat(outcome(revise.delete(feed, talk.owner, deleted))).isEqualTo("done");
        // The view has it once anybody waited for it.
        talk.feed();
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> conversations
                        .findMessage(talk.key, deleted)
                        .map(message -> message.deleted())
                        .defaultIfEmpty(false)
                        .block(LIMIT));

        for (var id : List.of(MessageId.random(), elsewhere)) {
            assertThat(outcome(revise.edit(feed, talk.owner, id, "New"))).isEqualTo("not_found");
            assertThat(outcome(revise.delete(feed, talk.owner, id))).isEqualTo("not_found");
            assertThat(outcome(revise.react(feed, talk.owner, id, "up"))).isEqualTo("not_found");
            assertThat(outcome(regenerate.regenerate(feed, talk.owner, id))).isEqualTo("not_found");
        }
        assertThat(outcome(revise.edit(feed, talk.owner, deleted, "New"))).isEqualTo("not_found");
        assertThat(outcome(revise.react(feed, talk.owner, deleted, "up"))).isEqualTo("not_found");
        assertThat(outcome(regenerate.regenerate(feed, talk.owner, deleted))).isEqualTo("not_found");
        assertThat(outcome(revise.delete(feed, talk.owner, deleted)))
                .as("it is as wanted")
                .isEqualTo("done");
        assertThat(talk.facts(MessageDeleted.class)).hasSize(1);
    }

    @Test
    void changesNothingInWhatWasErased() {
        var talk = new Talk();
        var feed = talk.feed();
        var id = talk.says(talk.owner, "Gone with all the rest");
        talk.append(new HistoryCleared(talk.owner.userId(), true, 0));
        talk.feed();

        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(outcome(revise.edit(feed, talk.owner, id, "New")))
                        .isEqualTo("not_found"));
        assertThat(outcome(revise.react(feed, talk.owner, id, "up"))).isEqualTo("not_found");
        assertThat(outcome(regenerate.regenerate(feed, talk.owner, id))).isEqualTo("not_found");
    }

    @Test
    void letsWhoeverTakesPartReact() {
        var talk = new Talk();
        var feed = talk.feed();
        var question = talk.says(talk.owner, "Well?");
        var answer = talk.answered(question, 0);

        assertThat(outcome(revise.react(feed, talk.owner, answer, "up"))).isEqualTo("done");
        assertThat(outcome(revise.react(feed, talk.agent, question, "\uD83D\uDE00")))
                .isEqualTo("done");
        assertThat(outcome(revise.react(feed, talk.owner, answer, null))).isEqualTo("done");
        assertThat(outcome(revise.react(feed, talk.owner, answer, "well done"))).isEqualTo("bad_frame");
        assertThat(talk.facts(ReactionSet.class))
                .containsExactly(
                        new ReactionSet(answer, talk.owner.userId(), "up"),
                        new ReactionSet(question, talk.agent.userId(), "\uD83D\uDE00"),
                        new ReactionSet(answer, talk.owner.userId(), null));
    }

    @Test
    void asksForTheNextGenerationOnceHoweverOftenItIsWanted() {
        var talk = new Talk();
        var question = talk.says(talk.owner, "Well?");
        talk.answered(question, 0);
        var feed = talk.feed();

        var outcomes = Flux.range(0, 6)
                .flatMap(_ -> Mono.fromCallable(() -> outcome(regenerate.regenerate(feed, talk.owner, question)))
                        .subscribeOn(reactor.core.scheduler.Schedulers.boundedElastic()))
                .collectList()
                .block(LIMIT);

        assertThat(outcomes).contains("done").isSubsetOf("done", "busy");
        assertThat(talk.facts(AnswerRequested.class))
                .containsOnly(new AnswerRequested(question, 1, talk.owner.userId(), "leta"));
        assertThat(outcome(talk.regenerates(question))).isEqualTo("busy");
        talk.answered(question, 1);
        assertThat(outcome(talk.regenerates(question))).isEqualTo("done");
        assertThat(talk.facts(AnswerRequested.class).getLast().generation()).isEqualTo(2);
    }

    @Test
    void regeneratesOnlyWhatCanBeAnsweredAgain() {
        var talk = new Talk();
        var first = talk.says(talk.owner, "First");
        assertThat(outcome(talk.regenerates(first)))
                .as("its answer is being written")
                .isEqualTo("busy");
        var answer = talk.answered(first, 0);
        assertThat(outcome(regenerate.regenerate(talk.feed(), talk.agent, first)))
                .isEqualTo("forbidden");
        assertThat(outcome(talk.regenerates(answer)))
                .as("an answer is no question")
                .isEqualTo("not_latest");
        var agents = talk.says(talk.agent, "By the way");
        assertThat(outcome(talk.regenerates(agents))).isEqualTo("not_latest");
        assertThat(outcome(talk.regenerates(first)))
                .as("the owner's newest all the same")
                .isEqualTo("done");
        talk.answered(first, 1);
        var second = talk.says(talk.owner, "Second");
        talk.answered(second, 0);
        assertThat(outcome(talk.regenerates(first))).isEqualTo("not_latest");

        talk.append(new AgentAssigned(UUID.randomUUID(), 1, "taken", new Sender("bob", SenderType.AGENT, null)));
        assertThat(outcome(talk.regenerates(second))).isEqualTo("conflict");
        talk.append(new HandedBack(UUID.randomUUID(), 2, "back", new Sender("bob", SenderType.AGENT, null)));
        assertThat(outcome(talk.regenerates(second))).isEqualTo("done");
    }

    @Test
    void asksForTheFirstAnswerToWhatWasSaidInSilence() {
        var talk = new Talk();
        var silent = talk.says(talk.owner, "Never mind", null);

        assertThat(outcome(talk.regenerates(silent))).isEqualTo("done");
        assertThat(talk.facts(AnswerRequested.class))
                .containsExactly(new AnswerRequested(silent, 0, talk.owner.userId(), "leta"));
    }

    @Test
    void regeneratesNothingWhereNobodyAnswers() {
        var talk = new Talk(null);
        var id = talk.says(talk.owner, "Among ourselves", null);

        assertThat(outcome(talk.regenerates(id))).isEqualTo("unsupported");
    }

    @Test
    void writesDownHowFarSomebodyHasReadWithoutLosingTheLastPlace() {
        var talk = new Talk();
        var feed = talk.feed();
        var places = new ArrayList<Long>();
        for (int i = 0; i < 6; i++) {
            talk.says(talk.owner, "m" + i);
            places.add(log.facts(talk.key).getLast().seq());
        }
        assertThat(outcome(markRead.read(feed, talk.agent, places.get(0)))).isEqualTo("done");
        assertThat(talk.facts(MessagesRead.class)).hasSize(1);
        for (int place : List.of(3, 1, 5, 2, 5)) {
            assertThat(outcome(markRead.read(feed, talk.agent, places.get(place))))
                    .isEqualTo("done");
        }
        assertThat(talk.facts(MessagesRead.class)).as("joined").hasSize(1);
        assertThat(outcome(markRead.read(feed, talk.owner, places.get(2))))
                .as("another reader is not joined with it")
                .isEqualTo("done");

        log.await(talk.key, fact -> fact.equals(new MessagesRead(talk.agent.userId(), places.get(5))), LIMIT);
        assertThat(outcome(markRead.read(feed, talk.agent, places.get(4)))).isEqualTo("done");
        talk.says(talk.owner, "The end");
        assertThat(talk.facts(MessagesRead.class))
                .containsExactly(
                        new MessagesRead(talk.agent.userId(), places.get(0)),
                        new MessagesRead(talk.owner.userId(), places.get(2)),
                        new MessagesRead(talk.agent.userId(), places.get(5)));
        // And it goes on where the pause is over.
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            var last = log.facts(talk.key).stream()
                    .filter(logged -> logged.fact() instanceof MessagePosted)
                    .toList()
                    .getLast()
                    .seq();
            assertThat(outcome(markRead.read(feed, talk.agent, last))).isEqualTo("done");
            assertThat(talk.facts(MessagesRead.class).getLast()).isEqualTo(new MessagesRead(talk.agent.userId(), last));
        });
    }

    @ParameterizedTest
    @CsvSource({"-1", "-9223372036854775808", "9223372036854775807", "1000000000"})
    void refusesAPlaceWhereNothingStands(long place) {
        var talk = new Talk();
        talk.says(talk.owner, "Only this");

        assertThat(outcome(markRead.read(talk.feed(), talk.owner, place))).isEqualTo("bad_frame");
        assertThat(talk.facts(MessagesRead.class)).isEmpty();
    }

    @Test
    void findsAPlaceThatWasReadElsewhereAMomentAgo() {
        var talk = new Talk();
        var feed = talk.feed();
        for (int i = 0; i < 10; i++) {
            var place = talk.append(new ReactionSet(MessageId.random(), "x", "up"));
            assertThat(outcome(markRead.read(feed, caller("reader-" + i), place.seq())))
                    .isEqualTo("done");
        }
    }

    @Test
    void countsEveryChangeAgainstALimitOfTheUsersOwn() {
        var talk = new Talk();
        var feed = talk.feed();
        var id = talk.says(talk.owner, "Again and again");
        var outcomes = new ArrayList<String>();
        for (int i = 0; i < 8; i++) {
            outcomes.add(outcome(revise.react(feed, talk.owner, id, "up")));
            outcomes.add(outcome(revise.edit(feed, talk.owner, id, "Again " + i)));
            outcomes.add(outcome(regenerate.regenerate(feed, talk.owner, id)));
        }

        assertThat(outcomes.subList(0, 20)).doesNotContain(ErrorCode.RATE_LIMITED.wire());
        assertThat(outcomes.subList(20, 24)).containsOnly(ErrorCode.RATE_LIMITED.wire());
        assertThat(outcome(revise.react(feed, talk.agent, id, "up")))
                .as("others are not slowed")
                .isEqualTo("done");
    }
}
