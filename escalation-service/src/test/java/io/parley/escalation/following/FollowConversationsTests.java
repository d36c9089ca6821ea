package io.parley.escalation.following;

import static io.parley.escalation.floor.EscalationFixtures.AGNES;
import static io.parley.escalation.floor.EscalationFixtures.ANN;
import static io.parley.escalation.floor.EscalationFixtures.NOW;
import static io.parley.escalation.floor.EscalationFixtures.aKey;
import static io.parley.escalation.floor.EscalationFixtures.claim;
import static io.parley.escalation.floor.EscalationFixtures.resolve;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.escalation.conversation.InMemoryConversations;
import io.parley.escalation.floor.EraseFloor;
import io.parley.escalation.floor.Escalation;
import io.parley.escalation.floor.EscalationStatus;
import io.parley.escalation.floor.InMemoryFloors;
import io.parley.escalation.floor.InMemoryOpenWork;
import io.parley.escalation.floor.LocatedEscalation;
import io.parley.escalation.floor.MoveEscalation;
import io.parley.escalation.floor.QueueSignals;
import io.parley.escalation.floor.RaiseEscalation;
import io.parley.escalation.floor.ScriptedLog;
import io.parley.escalation.floor.TellFloorChange;
import io.parley.escalation.note.InMemoryNotes;
import io.parley.escalation.note.Note;
import io.parley.escalation.rating.InMemoryRatings;
import io.parley.escalation.rating.Rating;
import io.parley.events.AgentAssigned;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.HistoryCleared;
import io.parley.events.HumanRequested;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.NoteAdded;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class FollowConversationsTests {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final ConversationStarted START = new ConversationStarted("ann", ConversationKind.SESSION, "leta");
    private static final HistoryCleared ERASED = new HistoryCleared("ann", true, 1);
    private static final HumanRequested REQUEST = new HumanRequested(ANN, null, Map.of());

    private final InMemoryConversations conversations = new InMemoryConversations();
    private final InMemoryFloors floors = new InMemoryFloors();
    private final InMemoryOpenWork openWork = new InMemoryOpenWork();
    private final InMemoryNotes notes = new InMemoryNotes();
    private final InMemoryRatings ratings = new InMemoryRatings();
    private final ScriptedLog log = new ScriptedLog();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final TellFloorChange telling =
            new TellFloorChange(floors, openWork, log, new QueueSignals(openWork, log, clock), clock);
    private final FollowConversations following = new FollowConversations(
            conversations,
            new RaiseEscalation(floors, telling, UUID::randomUUID, clock),
            telling,
            new EraseFloor(floors, openWork),
            notes,
            ratings);

    private final MoveEscalation moving = new MoveEscalation(floors, telling, clock);

    private final ConversationKey key = aKey();
    private final List<LoggedFact> facts = new ArrayList<>();

    @Test
    void raisesAnEscalationForAnOwnersRequest() {
        append(START, REQUEST);

        follow();

        assertThat(log.facts()).singleElement().isInstanceOfSatisfying(EscalationRaised.class, raised -> {
            assertThat(raised.reason()).isEqualTo("requested");
            assertThat(raised.requestedBy()).isEqualTo(ANN);
        });
    }

    @Test
    void raisesOneWhereManyAsk() {
        append(START, REQUEST, REQUEST);
        follow();
        append(REQUEST);
        follow();

        assertThat(log.facts()).hasSize(1);
    }

    @Test
    void raisesNothingForARequestThatIsReadAgain() {
        append(START, REQUEST);
        follow();
        conversations.forget(key);
        follow();
        settle();
        conversations.forget(key);
        follow();

        assertThat(log.facts()).filteredOn(EscalationRaised.class::isInstance).hasSize(1);
    }

    @Test
    void causesNothingWhileAViewIsBuiltAgain() {
        append(START, REQUEST, said(AGNES), ERASED, START);
        var rating = new Rating(key, 5, null, null, NOW);
        ratings.save(rating).block();

        following.follow(facts, _ -> false).block();

        assertThat(log.facts()).isEmpty();
        assertThat(floors.find(key).block().erasedAt()).isEqualTo(-1);
        assertThat(ratings.find(key).block()).isEqualTo(rating);
        assertThat(conversations.find(key).blockOptional()).isPresent();
    }

    @Test
    void raisesNothingForStrangers() {
        var bob = new HumanRequested(new Sender("bob", SenderType.USER, null), null, Map.of());
        var agnes = new HumanRequested(AGNES, null, Map.of());
        append(REQUEST, START, bob, agnes);

        follow();

        assertThat(log.facts()).isEmpty();
    }

    @Test
    void raisesForAnAgentWhereAgentsTakePart() {
        append(
                new ConversationStarted("ann", ConversationKind.PEOPLE, null),
                new HumanRequested(AGNES, "second opinion", Map.of()));

        follow();

        assertThat(log.facts()).hasSize(1);
    }

    @Test
    void raisesForTheAssistantWhereThereIsAConversation() {
        var asked = new HumanRequested(Sender.ASSISTANT, "three failures", Map.of());
        append(asked, START, asked);

        follow();

        assertThat(log.facts()).singleElement().isInstanceOfSatisfying(EscalationRaised.class, raised -> {
            assertThat(raised.reason()).isEqualTo("three failures");
            assertThat(raised.requestedBy()).isEqualTo(Sender.ASSISTANT);
        });
        assertThat(floors.find(key).block().lastRequest()).isEqualTo(12);
    }

    @Test
    void believesNobodyElseToBeTheAssistant() {
        append(
                START,
                new HumanRequested(new Sender("bob", SenderType.ASSISTANT, null), null, Map.of()),
                new HumanRequested(new Sender("ai-assistant", SenderType.USER, null), null, Map.of()));

        follow();

        assertThat(log.facts()).isEmpty();
    }

    @Test
    void goesOnWhereTheLogDoesNotTakeTheFact() {
        append(START, REQUEST);
        log.goAway();
        follow();
        log.comeBack();

        telling.settle(Objects.requireNonNull(floors.find(key).block())).block();

        assertThat(log.facts()).hasSize(1);
    }

    @Test
    void doesNotWaitForTheLogToTakeWhatIsRaised() {
        append(START, REQUEST);
        var awake = log.fallSilent();

        StepVerifier.create(following.follow(facts, _ -> true)).expectComplete().verify(LIMIT);

        assertThat(conversations.find(key).blockOptional()).isPresent();
        assertThat(openWork.queue("default", 10).block()).hasSize(1);
        assertThat(log.facts()).isEmpty();

        awake.tryEmitEmpty();

        assertThat(log.facts()).singleElement().isInstanceOf(EscalationRaised.class);
        assertThat(floors.find(key).block().isUntold()).isFalse();
    }

    @Test
    void actsForOneConversationWhileAnotherWaits() {
        var slow = aKey();
        facts.add(new LoggedFact(slow, 0, 1, NOW, START));
        facts.add(new LoggedFact(slow, 0, 2, NOW, REQUEST));
        append(START, REQUEST);
        var released = floors.hold(slow);

        var whole = following.follow(facts, _ -> true).toFuture();

        assertThat(newest().status()).isEqualTo(EscalationStatus.QUEUED);
        assertThat(whole).isNotDone();

        released.tryEmitEmpty();

        assertThat(whole).succeedsWithin(LIMIT);
        assertThat(openWork.queue("default", 10).block()).hasSize(2);
    }

    @Test
    void givesAConversationToTheAgentWhoWritesThere() {
        append(START, said(ANN), said(AGNES), said(AGNES));

        follow();
        follow();

        var assigned = log.facts();
        assertThat(assigned).singleElement().isInstanceOfSatisfying(AgentAssigned.class, fact -> {
            assertThat(fact.agent()).isEqualTo(AGNES);
            assertThat(fact.fence()).isEqualTo(1);
        });
        assertThat(openWork.assignedTo("default", "agnes", 10).block()).containsExactly(key);
    }

    @Test
    void opensNothingForAMessageThatIsReadAgain() {
        append(START, said(AGNES));
        follow();
        moving.moveNewest(key, resolve(AGNES)).block();
        conversations.forget(key);
        follow();

        assertThat(newest().status()).isEqualTo(EscalationStatus.RESOLVED);
        assertThat(newest().number()).isEqualTo(1);
    }

    @Test
    void leavesWhatWaitsToWhoeverClaimsIt() {
        append(START, REQUEST, said(AGNES));
        follow();

        assertThat(newest().status()).isEqualTo(EscalationStatus.QUEUED);
    }

    @Test
    void opensNothingForWhatAnAgentSaidBeforeItResolved() {
        append(START, REQUEST);
        follow();
        settle();
        log.facts().forEach(this::append);
        facts.add(facts.size() - 1, logged(facts.size() - 1, said(AGNES)));
        facts.set(facts.size() - 1, logged(facts.size() - 1, facts.getLast().fact()));
        follow();

        assertThat(newest().number()).isEqualTo(1);

        append(said(AGNES));
        follow();

        assertThat(newest().number()).isEqualTo(2);
        assertThat(newest().isWith("agnes")).isTrue();
    }

    @Test
    void opensNothingForAVisitorWhoIsAnAgentElsewhere() {
        append(START, said(new Sender("ann", SenderType.AGENT, null)));
        follow();

        assertThat(log.facts()).isEmpty();
    }

    @Test
    void keepsNotesInTheOrderOfTheLog() {
        var first = note("one");
        append(START, REQUEST, first);
        follow();
        append(note("two"), note("three"));
        follow();
        follow();

        assertThat(notes.find(key, 1, 10).block()).extracting(Note::text).containsExactly("one", "two", "three");
        assertThat(conversations.find(key).block().notes()).isEqualTo(3);
    }

    @Test
    void forgetsWhatIsErasedAndNothingThatComesAfter() {
        append(START, REQUEST, note("one"));
        follow();
        settle();
        ratings.save(new Rating(key, 1, "slow", null, NOW)).block();
        append(note("two"), ERASED, note("too late"), REQUEST, START, REQUEST, note("anew"));

        follow();
        conversations.forget(key);
        follow();

        assertThat(notes.find(key, 1, 10).block()).extracting(Note::text).containsExactly("anew");
        assertThat(ratings.find(key).blockOptional()).isEmpty();
        assertThat(floors.escalations(key, 10).block())
                .extracting(Escalation::number)
                .containsExactly(2);
        assertThat(newest().status()).isEqualTo(EscalationStatus.QUEUED);
        assertThat(log.facts().getLast().fence()).isEqualTo(5);
    }

    @Test
    void takesAnOpenEscalationOutOfTheQueueWhenItIsErased() {
        append(START, REQUEST);
        follow();
        var found = new LocatedEscalation(key, newest());
        append(ERASED);
        follow();

        assertThat(openWork.queue("default", 10).block()).isEmpty();
        assertThat(moving.move(found, claim(AGNES)).blockOptional()).isEmpty();
        assertThat(conversations.find(key).block().access().exists()).isFalse();
    }

    @Test
    void keepsEverythingWhereOnlyTheHistoryIsCleared() {
        append(START, REQUEST, note("one"), new HistoryCleared("ann", false, 1));
        follow();

        assertThat(notes.find(key, 1, 10).block()).hasSize(1);
        assertThat(newest().status()).isEqualTo(EscalationStatus.QUEUED);
    }

    private Escalation newest() {
        return Objects.requireNonNull(
                Objects.requireNonNull(floors.find(key).block()).escalation());
    }

    private void settle() {
        moving.moveNewest(key, claim(AGNES)).block();
        moving.moveNewest(key, resolve(AGNES)).block();
    }

    private static MessagePosted said(Sender sender) {
        return new MessagePosted(MessageId.random(), sender, "Hello.", Map.of(), null, null);
    }

    private static NoteAdded note(String text) {
        return new NoteAdded(new UUID(1, 1), 1, UUID.randomUUID(), AGNES, text);
    }

    private void append(ConversationFact... more) {
        for (var fact : more) {
            facts.add(logged(facts.size(), fact));
        }
    }

    private LoggedFact logged(int place, ConversationFact fact) {
        return new LoggedFact(key, 0, 10 + place, NOW, fact);
    }

    private void follow() {
        following.follow(facts, _ -> true).block();
    }
}
