package io.parley.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConversationAccessTests {

    private static final Sender ANN = new Sender("ann", SenderType.USER, null);

    @Test
    void nobodyReachesWhatDoesNotExist() {
        assertThat(ConversationAccess.NONE.isOpenTo("ann", true)).isFalse();
    }

    @Test
    void itsOwnerAndAgentsReachAConversationOfPeople() {
        var access = started(ConversationKind.PEOPLE);

        assertThat(access.isOpenTo("ann", false)).isTrue();
        assertThat(access.isOpenTo("bea", true)).isTrue();
        assertThat(access.isOpenTo("bea", false)).isFalse();
        assertThat(access.audience("ann")).isEqualTo(Audience.VISITOR);
        assertThat(access.audience("bea")).isEqualTo(Audience.AGENT);
    }

    @Test
    void agentsReachAnotherConversationOnceAPersonWasAskedFor() {
        var access = started(ConversationKind.SESSION);
        assertThat(access.isOpenTo("bea", true)).isFalse();

        var escalated = access.after(new EscalationRaised(UUID.randomUUID(), 1, "help", ANN, Map.of()));
        assertThat(escalated.isOpenTo("bea", true)).isTrue();
        assertThat(escalated.isOpenTo("bea", false)).isFalse();

        var resolved = escalated.after(new EscalationResolved(UUID.randomUUID(), 2, "", ANN));
        assertThat(resolved.isOpenTo("bea", true)).isTrue();
    }

    @Test
    void anErasedConversationIsNobodys() {
        var access = started(ConversationKind.PEOPLE);

        assertThat(access.after(new HistoryCleared("ann", false, 0))).isEqualTo(access);
        assertThat(access.after(new HistoryCleared("ann", true, 0))).isEqualTo(ConversationAccess.NONE);
    }

    private static ConversationAccess started(ConversationKind kind) {
        return ConversationAccess.NONE.after(new ConversationStarted("ann", kind, "leta"));
    }
}
