package io.parley.escalation.floor;

import static io.parley.escalation.floor.EscalationFixtures.NOW;
import static io.parley.escalation.floor.EscalationFixtures.raised;

import io.parley.events.Sender;
import io.parley.events.log.ConversationKey;
import java.time.Duration;

/** Floors and open work in one place, for tests of other features. */
public final class ScriptedFloors {

    public final InMemoryFloors floors = new InMemoryFloors();
    public final InMemoryOpenWork openWork = new InMemoryOpenWork();

    /** Somebody has waited for so long. */
    public void queue(ConversationKey key, Duration since) {
        var raised = raised(key, NOW.minus(since));
        floors.change(ConversationFloor.untouched(key), raised.told()).block();
        openWork.place(raised).block();
    }

    /** An agent has claimed it, and has not come further than that: open work still has it as it was. */
    public void claimUnplaced(ConversationKey key, Sender agent) {
        var floor = floors.find(key).block();
        floors.change(floor, floor.move(new Move.Claim(agent), NOW).told()).block();
    }

    public void claim(ConversationKey key, Sender agent) {
        claimUnplaced(key, agent);
        openWork.place(floors.find(key).block()).block();
    }

    public void erase(ConversationKey key) {
        new EraseFloor(floors, new InMemoryOpenWork()).erase(key, 5, 0).block();
    }
}
