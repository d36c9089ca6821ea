package io.parley.escalation.floor;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.escalation.AtTheDesk;
import io.parley.escalation.EscalationClient;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.live.QueuePosition;
import io.parley.events.log.ConversationKey;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Visitors who wait are told where they stand, on the live topic. */
class QueueSignalIT extends AtTheDesk {

    @Test
    void tellsThePositionAtOnceAndWhenItHasChanged() {
        var tenant = "t-" + UUID.randomUUID();
        var first = raise(tenant, "first");
        var second = new ConversationKey(tenant, "second");
        raise(tenant, "second");

        log.awaitSignal(new ConversationKey(tenant, "first"), new QueuePosition(1)::equals, LIMIT);
        log.awaitSignal(second, new QueuePosition(2)::equals, LIMIT);
        client.move(first, "claim", EscalationClient.ofTenant(tenant, "agnes", "agent"));
        log.awaitSignal(second, new QueuePosition(1)::equals, LIMIT);

        assertThat(log.signals(second)).hasSize(2);
    }

    private String raise(String tenant, String conversation) {
        log.append(
                new ConversationKey(tenant, conversation),
                new ConversationStarted("ann", ConversationKind.SESSION, "leta"));
        return client.escalate(conversation, EscalationClient.ofTenant(tenant, "ann"), null)
                .text("escalation_id");
    }
}
