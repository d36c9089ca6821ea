package io.parley.escalation.floor;

import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** People, requests and times that tests of the floor share. */
final class EscalationFixtures {

    static final Sender ANN = new Sender("ann", SenderType.USER, "Ann");
    static final Sender AGNES = new Sender("agnes", SenderType.AGENT, null);
    static final Sender BERT = new Sender("bert", SenderType.AGENT, null);
    static final Instant NOW = Instant.parse("2026-11-20T10:30:00.123Z");

    private EscalationFixtures() {}

    static ConversationKey aKey() {
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
}
