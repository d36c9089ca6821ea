package io.parley.escalation.floor;

import static io.parley.escalation.floor.EscalationFixtures.AGNES;
import static io.parley.escalation.floor.EscalationFixtures.ANN;
import static io.parley.escalation.floor.EscalationFixtures.NOW;
import static io.parley.escalation.floor.EscalationFixtures.aKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.escalation.conversation.InMemoryConversations;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.HumanRequested;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HearRequestsTests {

    private static final HumanRequested REQUEST = new HumanRequested(ANN, null, Map.of());

    private final InMemoryConversations conversations = new InMemoryConversations();
    private final InMemoryFloors floors = new InMemoryFloors();
    private final ScriptedLog log = new ScriptedLog();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final TellFloorChange telling = new TellFloorChange(floors, log, clock);
    private final HearRequests requests =
            new HearRequests(conversations, new RaiseEscalation(floors, telling, UUID::randomUUID, clock), telling);

    private final ConversationKey key = aKey();
    private final List<LoggedFact> facts = new ArrayList<>();

    @Test
    void raisesAnEscalationForAnOwnersRequest() {
        append(new ConversationStarted("ann", ConversationKind.SESSION, "leta"), REQUEST);

        hear();

        assertThat(log.facts()).singleElement().isInstanceOfSatisfying(EscalationRaised.class, raised -> {
            assertThat(raised.reason()).isEqualTo("requested");
            assertThat(raised.requestedBy()).isEqualTo(ANN);
        });
    }

    @Test
    void raisesOneWhereManyAsk() {
        append(new ConversationStarted("ann", ConversationKind.SESSION, "leta"), REQUEST, REQUEST);
        hear();
        append(REQUEST);
        hear();

        assertThat(log.facts()).hasSize(1);
    }

    @Test
    void raisesNothingForARequestThatIsReadAgain() {
        append(new ConversationStarted("ann", ConversationKind.SESSION, "leta"), REQUEST);
        hear();
        conversations.forget(key);
        hear();
        resolve();
        conversations.forget(key);
        hear();

        assertThat(log.facts()).hasSize(1);
    }

    @Test
    void raisesNothingWhileAViewIsBuiltAgain() {
        append(new ConversationStarted("ann", ConversationKind.SESSION, "leta"), REQUEST);

        requests.hear(facts, _ -> false).block();

        assertThat(log.facts()).isEmpty();
        assertThat(conversations.find(key).blockOptional()).isPresent();
    }

    @Test
    void raisesNothingForStrangers() {
        var bob = new HumanRequested(new Sender("bob", SenderType.USER, null), null, Map.of());
        var agnes = new HumanRequested(AGNES, null, Map.of());
        append(REQUEST, new ConversationStarted("ann", ConversationKind.SESSION, "leta"), bob, agnes);

        hear();

        assertThat(log.facts()).isEmpty();
    }

    @Test
    void raisesForAnAgentWhereAgentsTakePart() {
        append(
                new ConversationStarted("ann", ConversationKind.PEOPLE, null),
                new HumanRequested(AGNES, "second opinion", Map.of()));

        hear();

        assertThat(log.facts()).hasSize(1);
    }

    @Test
    void goesOnWhereTheLogDoesNotTakeTheFact() {
        append(new ConversationStarted("ann", ConversationKind.SESSION, "leta"), REQUEST);
        log.goAway();
        hear();
        log.comeBack();

        new TellFloorChange(floors, log, Clock.offset(clock, java.time.Duration.ofSeconds(10)))
                .sweep()
                .block();

        assertThat(log.facts()).hasSize(1);
    }

    private void resolve() {
        var floor = floors.find(key).block();
        floors.change(floor, floor.resolve(AGNES, "done", NOW).told()).block();
    }

    private void append(ConversationFact... more) {
        for (var fact : more) {
            facts.add(new LoggedFact(key, 0, 10 + facts.size(), NOW, fact));
        }
    }

    private void hear() {
        requests.hear(facts, _ -> true).block();
    }
}
