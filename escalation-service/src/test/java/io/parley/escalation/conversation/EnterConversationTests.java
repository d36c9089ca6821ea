package io.parley.escalation.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.ConversationFact;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.HistoryCleared;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

class EnterConversationTests {

    private static final ConversationKey KEY = new ConversationKey("default", "c1");

    private final InMemoryConversations conversations = new InMemoryConversations();
    private final AtomicInteger waits = new AtomicInteger();
    private final EnterConversation enter =
            new EnterConversation(conversations, _ -> Mono.fromRunnable(waits::incrementAndGet));

    @ParameterizedTest
    @EnumSource(ConversationKind.class)
    void letsTheOwnerInAndAgentsWhereTheyAreAsked(ConversationKind kind) {
        read(0, new ConversationStarted("ann", kind, null));

        assertThat(enters("ann", false)).isTrue();
        assertThat(enters("bob", false)).isFalse();
        assertThat(waits).hasValue(2);
        assertThat(enters("agnes", true)).isEqualTo(kind == ConversationKind.PEOPLE);

        read(1, new EscalationRaised(UUID.randomUUID(), 1, "r", new Sender("ann", SenderType.USER, null), Map.of()));

        assertThat(enters("agnes", true)).isTrue();
        assertThat(enters("bob", false)).isFalse();
    }

    @Test
    void decidesAfterItHasWaitedForTheLog() {
        assertThat(after(0, new ConversationStarted("ann", ConversationKind.SESSION, "leta"))
                        .enter(KEY, "ann", false)
                        .blockOptional())
                .isPresent();
        assertThat(after(1, new HistoryCleared("ann", true, 0))
                        .enter(KEY, "ann", false)
                        .blockOptional())
                .isEmpty();
    }

    private EnterConversation after(long seq, ConversationFact fact) {
        return new EnterConversation(conversations, _ -> Mono.fromRunnable(() -> read(seq, fact)));
    }

    @Test
    void knowsNoConversationUnderAnIdThatCannotBe() {
        assertThat(enter.enter(new ConversationKey("default", "no such!"), "ann", false)
                        .blockOptional())
                .isEmpty();
        assertThat(waits).hasValue(0);
    }

    private boolean enters(String user, boolean agent) {
        return enter.enter(KEY, user, agent).blockOptional().isPresent();
    }

    private void read(long seq, ConversationFact fact) {
        var before =
                conversations.find(KEY).defaultIfEmpty(Conversation.unread(KEY)).block();
        conversations
                .keep(Map.of(
                        before,
                        before.read(new LoggedFact(KEY, 0, seq, Instant.EPOCH, fact))
                                .next()))
                .block();
    }
}
