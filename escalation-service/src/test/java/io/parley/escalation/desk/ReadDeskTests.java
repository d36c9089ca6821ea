package io.parley.escalation.desk;

import static io.parley.escalation.floor.EscalationFixtures.AGNES;
import static io.parley.escalation.floor.EscalationFixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.escalation.conversation.Conversation;
import io.parley.escalation.conversation.InMemoryConversations;
import io.parley.escalation.floor.ScriptedFloors;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ReadDeskTests {

    private final ScriptedFloors scripted = new ScriptedFloors();
    private final InMemoryConversations conversations = new InMemoryConversations();
    private final List<Runnable> whileItWaits = new ArrayList<>();
    private final ReadDesk desk = new ReadDesk(
            scripted.openWork,
            scripted.floors,
            conversations,
            _ -> Mono.fromRunnable(() -> whileItWaits.forEach(Runnable::run)));

    @Test
    void showsWhoWaitsWithItsPosition() {
        scripted.queue(key("b"), Duration.ofSeconds(20));
        scripted.queue(key("a"), Duration.ofSeconds(10));
        scripted.queue(new ConversationKey("other", "c"), Duration.ofSeconds(30));

        assertThat(queue()).containsExactly("b=1", "a=2");
    }

    @Test
    void tellsWhoWaitsWhereItIsKnown() {
        start("a");
        scripted.queue(key("a"), Duration.ofSeconds(20));
        scripted.queue(key("b"), Duration.ofSeconds(10));

        var queue = Objects.requireNonNull(desk.queue("default", 10).block());

        assertThat(Objects.requireNonNull(queue.getFirst().conversation())
                        .access()
                        .owner())
                .isEqualTo("ann");
        assertThat(queue.getLast().conversation()).isNull();
    }

    @Test
    void believesTheFloorsWhereOpenWorkIsBehind() {
        scripted.queue(key("a"), Duration.ofSeconds(20));
        scripted.queue(key("b"), Duration.ofSeconds(10));
        scripted.claimUnplaced(key("a"), AGNES);

        assertThat(queue()).containsExactly("b=2");
    }

    @Test
    void showsNothingThatIsErasedByThen() {
        scripted.queue(key("a"), Duration.ofSeconds(20));
        start("b");
        scripted.queue(key("b"), Duration.ofSeconds(20));
        scripted.claim(key("b"), AGNES);
        assertThat(held()).containsExactly("b");

        whileItWaits.add(() -> scripted.erase(key("a")));
        whileItWaits.add(() -> scripted.erase(key("b")));

        assertThat(queue()).isEmpty();
        assertThat(held()).isEmpty();
    }

    @Test
    void showsAnAgentItsOwn() {
        start("a");
        scripted.queue(key("a"), Duration.ofSeconds(20));
        scripted.claim(key("a"), AGNES);

        assertThat(held()).containsExactly("a");
        assertThat(desk.conversations("default", "bert").block()).isEmpty();
        assertThat(desk.conversations("other", "agnes").block()).isEmpty();
    }

    private List<String> queue() {
        return Objects.requireNonNull(desk.queue("default", 10).block()).stream()
                .map(queued -> queued.located().key().conversation() + "=" + queued.position())
                .toList();
    }

    private List<String> held() {
        return Objects.requireNonNull(desk.conversations("default", "agnes").block()).stream()
                .map(held -> held.conversation().key().conversation())
                .toList();
    }

    private void start(String conversation) {
        var unread = Conversation.unread(key(conversation));
        var started = new ConversationStarted("ann", ConversationKind.SESSION, "leta");
        conversations
                .keep(Map.of(
                        unread,
                        unread.read(new LoggedFact(unread.key(), 0, 0, NOW, started))
                                .next()))
                .block();
    }

    private static ConversationKey key(String conversation) {
        return new ConversationKey("default", conversation);
    }
}
