package io.parley.escalation.desk;

import io.parley.escalation.conversation.Conversation;
import io.parley.escalation.conversation.Conversations;
import io.parley.escalation.conversation.EnterConversation.Barrier;
import io.parley.escalation.floor.Escalation;
import io.parley.escalation.floor.EscalationStatus;
import io.parley.escalation.floor.Floors;
import io.parley.escalation.floor.LocatedEscalation;
import io.parley.escalation.floor.OpenWork;
import io.parley.escalation.floor.Waiting;
import io.parley.events.log.ConversationKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What waits for an agent, and what an agent has. The floors have the last word on what is open. */
public final class ReadDesk {

    private static final int HELD = 200;

    /** Those who wait for one partition share one question. */
    private static final int SIDE_BY_SIDE = 200;

    private final OpenWork openWork;
    private final Floors floors;
    private final Conversations conversations;
    private final Barrier barrier;

    public ReadDesk(OpenWork openWork, Floors floors, Conversations conversations, Barrier barrier) {
        this.openWork = openWork;
        this.floors = floors;
        this.conversations = conversations;
        this.barrier = barrier;
    }

    /** Who waits in a tenant, the longest first. */
    public Mono<List<Queued>> queue(String tenant, int limit) {
        return openWork.queue(tenant, limit)
                .flatMap(front -> escalations(
                                front.stream().map(Waiting::key).toList(),
                                found -> found.status() == EscalationStatus.QUEUED)
                        .flatMap(
                                found -> conversations.load(found.keySet()).map(talks -> queued(front, found, talks))));
    }

    private static List<Queued> queued(
            List<Waiting> front, Map<ConversationKey, Escalation> found, Map<ConversationKey, Conversation> talks) {
        var queued = new ArrayList<Queued>();
        for (int i = 0; i < front.size(); i++) {
            var key = front.get(i).key();
            var escalation = found.get(key);
            if (escalation != null) {
                queued.add(new Queued(new LocatedEscalation(key, escalation), i + 1L, talks.get(key)));
            }
        }
        return queued;
    }

    /** The conversations an agent has, the longest first. */
    public Mono<List<Held>> conversations(String tenant, String agentId) {
        return openWork.assignedTo(tenant, agentId, HELD)
                .flatMap(keys -> escalations(keys, found -> found.isWith(agentId))
                        .flatMap(found -> conversations
                                .load(found.keySet())
                                .map(talks -> keys.stream()
                                        .flatMap(key -> held(talks.get(key), found.get(key)))
                                        .toList())));
    }

    private static Stream<Held> held(@Nullable Conversation conversation, @Nullable Escalation escalation) {
        return conversation == null || escalation == null
                ? Stream.empty()
                : Stream.of(new Held(conversation, escalation));
    }

    /** As they are when what stood in the log has been read: one that was erased is not there. */
    private Mono<Map<ConversationKey, Escalation>> escalations(
            Collection<ConversationKey> keys, Predicate<Escalation> wanted) {
        return Flux.fromIterable(keys)
                .flatMap(barrier::await, SIDE_BY_SIDE)
                .thenMany(Flux.defer(() -> floors.findAll(keys)))
                .filter(floor -> floor.escalation() != null && wanted.test(floor.escalation()))
                .collectMap(floor -> floor.key(), floor -> Objects.requireNonNull(floor.escalation()));
    }
}
