package io.parley.escalation.note;

import static io.parley.escalation.floor.EscalationFixtures.AGNES;
import static io.parley.escalation.floor.EscalationFixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.escalation.conversation.Conversation;
import io.parley.escalation.conversation.InMemoryConversations;
import io.parley.escalation.floor.LocatedEscalation;
import io.parley.escalation.floor.QueueSignals;
import io.parley.escalation.floor.ScriptedFloors;
import io.parley.escalation.floor.ScriptedLog;
import io.parley.escalation.floor.TellFloorChange;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.NoteAdded;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class TakeNotesTests {

    private static final ConversationKey KEY = new ConversationKey("default", "c1");

    private final ScriptedFloors scripted = new ScriptedFloors();
    private final InMemoryConversations conversations = new InMemoryConversations();
    private final InMemoryNotes notes = new InMemoryNotes();
    private final ScriptedLog log = new ScriptedLog();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final TakeNotes taking = new TakeNotes(
            scripted.floors,
            new TellFloorChange(
                    scripted.floors, scripted.openWork, log, new QueueSignals(scripted.openWork, log, clock), clock),
            log,
            conversations,
            notes,
            _ -> Mono.fromRunnable(this::readWhatIsThere),
            UUID::randomUUID);

    private Conversation conversation = Conversation.unread(KEY);
    private int read;
    private boolean isErased;
    private LocatedEscalation about;

    @BeforeEach
    void anEscalation() {
        read(new LoggedFact(KEY, 0, 0, NOW, new ConversationStarted("ann", ConversationKind.SESSION, "leta")));
        scripted.queue(KEY, Duration.ofSeconds(3));
        scripted.claim(KEY, AGNES);
        about = new LocatedEscalation(
                KEY,
                Objects.requireNonNull(
                        Objects.requireNonNull(scripted.floors.find(KEY).block())
                                .escalation()));
    }

    @Test
    void showsANoteAsTheLogHasIt() {
        var note = Objects.requireNonNull(taking.add(about, AGNES, "one").block());

        assertThat(note.text()).isEqualTo("one");
        assertThat(note.number()).isEqualTo(1);
        assertThat(log.facts()).containsExactly(new NoteAdded(about.escalation().id(), 2, note.id(), AGNES, "one"));
        assertThat(taking.list(about).block()).containsExactly(note);
    }

    @Test
    void showsTheFirstOfANoteThatWasToldTwice() {
        var note = Objects.requireNonNull(taking.add(about, AGNES, "one").block());
        notes.keep(List.of(
                        new Note(KEY, 2, note.id(), note.escalationId(), AGNES, "one", NOW.plusSeconds(9)),
                        new Note(KEY, 3, UUID.randomUUID(), UUID.randomUUID(), AGNES, "of another", NOW)))
                .block();
        count(3);

        assertThat(taking.list(about).block()).containsExactly(note);
    }

    @Test
    void showsTheNewestOfVeryMany() {
        for (int number = 1; number <= 510; number++) {
            notes.keep(List.of(new Note(
                            KEY, number, UUID.randomUUID(), about.escalation().id(), AGNES, "n" + number, NOW)))
                    .block();
        }
        count(510);

        assertThat(taking.list(about).block())
                .hasSize(500)
                .extracting(Note::text)
                .startsWith("n11")
                .endsWith("n510");
    }

    @Test
    void showsNothingOfAConversationThatWasErasedMeanwhile() {
        isErased = true;

        assertThat(taking.add(about, AGNES, "too late").blockOptional()).isEmpty();
    }

    @Test
    void failsWhereTheLogIsAway() {
        log.goAway();

        StepVerifier.create(taking.add(about, AGNES, "one")).verifyErrorMessage("the log is away");
        assertThat(taking.list(about).block()).isEmpty();
    }

    private void readWhatIsThere() {
        if (isErased) {
            return;
        }
        while (read < log.facts().size()) {
            var fact = (NoteAdded) log.facts().get(read++);
            read(new LoggedFact(KEY, 0, read, NOW, fact));
            notes.keep(List.of(new Note(
                            KEY,
                            conversation.notes(),
                            fact.noteId(),
                            fact.escalationId(),
                            fact.author(),
                            fact.text(),
                            NOW)))
                    .block();
        }
    }

    private void read(LoggedFact logged) {
        var before = conversation;
        conversation = before.read(logged).next();
        conversations.keep(Map.of(before, conversation)).block();
    }

    private void count(int number) {
        var before = conversation;
        conversation =
                new Conversation(KEY, before.reading(), before.access(), before.startedAt(), before.talk(), number);
        conversations.keep(Map.of(before, conversation)).block();
    }
}
