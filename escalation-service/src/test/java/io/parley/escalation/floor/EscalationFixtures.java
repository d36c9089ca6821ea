package io.parley.escalation.floor;

import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** People, requests, moves and times that tests of the floor share. */
public final class EscalationFixtures {

    public static final Sender ANN = new Sender("ann", SenderType.USER, "Ann");
    public static final Sender AGNES = new Sender("agnes", SenderType.AGENT, null);
    public static final Sender BERT = new Sender("bert", SenderType.AGENT, null);
    public static final Instant NOW = Instant.parse("2026-11-20T10:30:00.123Z");

    private EscalationFixtures() {}

    public static ConversationKey aKey() {
        return aKey("default");
    }

    static ConversationKey aKey(String tenant) {
        return new ConversationKey(tenant, UUID.randomUUID().toString());
    }

    static EscalationRequest aRequest() {
        return new EscalationRequest("complex_query", Map.of("a.b", Map.of("$c", 1)), ANN);
    }

    static ConversationFloor raised(ConversationKey key) {
        return raised(key, NOW);
    }

    static ConversationFloor raised(ConversationKey key, Instant now) {
        return ConversationFloor.untouched(key).raise(UUID.randomUUID(), aRequest(), -1, now);
    }

    /** A floor whose log knows of everything, after some moves. */
    static ConversationFloor after(ConversationFloor floor, Move... moves) {
        var now = floor.told();
        for (var move : moves) {
            now = now.move(move, NOW).told();
        }
        return now;
    }

    public static Move claim(Sender agent) {
        return new Move.Claim(agent);
    }

    static Move giveBack(Sender agent) {
        return new Move.Return(agent(agent));
    }

    static Move handBack(Sender agent) {
        return new Move.HandBack(agent(agent));
    }

    public static Move resolve(Sender agent) {
        return new Move.Resolve(agent(agent), null);
    }

    static Mover agent(Sender agent) {
        return new Mover(agent, false);
    }

    static Mover admin(Sender agent) {
        return new Mover(agent, true);
    }
}
