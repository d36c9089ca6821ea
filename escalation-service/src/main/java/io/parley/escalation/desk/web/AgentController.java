package io.parley.escalation.desk.web;

import io.parley.escalation.desk.AgentStatus;
import io.parley.escalation.desk.AgentStatus.Presence;
import io.parley.escalation.desk.Agents;
import io.parley.escalation.desk.Held;
import io.parley.escalation.desk.Queued;
import io.parley.escalation.desk.ReadDesk;
import io.parley.events.SenderType;
import io.parley.platform.identity.Caller;
import io.parley.platform.problem.QueryNumber;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /agent/queue}, {@code /agent/conversations} and {@code /agent/status}: what an agent sees of the desk. */
@RestController
final class AgentController {

    private static final int MOST = 1_000;
    private static final int CAPACITY = 1_000;
    private static final int WORD = 16;

    private final ReadDesk desk;
    private final Agents agents;
    private final Clock clock = Clock.systemUTC();

    AgentController(ReadDesk desk, Agents agents) {
        this.desk = desk;
        this.agents = agents;
    }

    record QueueBody(List<QueuedBody> escalations, int count) {}

    record QueuedBody(
            String escalationId,
            String conversationId,
            String status,
            String reason,
            long queuePosition,
            Instant waitingSince,
            @Nullable String team,
            @Nullable String userId,
            @Nullable String userName) {

        static QueuedBody of(Queued queued) {
            var escalation = queued.located().escalation();
            var conversation = queued.conversation();
            return new QueuedBody(
                    escalation.id().toString(),
                    queued.located().key().conversation(),
                    escalation.status().wire(),
                    escalation.reason(),
                    queued.position(),
                    escalation.waitingSince(),
                    escalation.team(),
                    conversation == null ? null : conversation.access().owner(),
                    conversation == null ? null : conversation.talk().visitorName());
        }
    }

    record ConversationsBody(List<ConversationBody> conversations, int count) {}

    /** @param unread messages of the visitor since an agent wrote, or read everything */
    record ConversationBody(
            String escalationId,
            String conversationId,
            String status,
            String reason,
            Instant waitingSince,
            Instant assignedAt,
            @Nullable String team,
            @Nullable String userId,
            @Nullable String userName,
            @Nullable Instant lastMessageAt,
            boolean visitorWroteLast,
            int unread) {

        static ConversationBody of(Held held) {
            var escalation = held.escalation();
            var talk = held.conversation().talk();
            return new ConversationBody(
                    escalation.id().toString(),
                    held.conversation().key().conversation(),
                    escalation.status().wire(),
                    escalation.reason(),
                    escalation.waitingSince(),
                    escalation.changedAt(),
                    escalation.team(),
                    held.conversation().access().owner(),
                    talk.visitorName(),
                    talk.lastMessageAt(),
                    talk.lastSender() == SenderType.USER,
                    talk.unread());
        }
    }

    record AgentsBody(List<StatusBody> agents, int count) {}

    /** @param name as the agent's token told it last */
    record StatusBody(
            String agentId,
            @Nullable String name,
            String status,
            @Nullable Integer capacity,
            @Nullable Instant since) {

        static StatusBody of(AgentStatus status) {
            return new StatusBody(
                    status.agentId(), status.name(), status.presence().wire(), status.capacity(), status.since());
        }
    }

    @GetMapping("/agent/queue")
    Mono<QueueBody> queue(Caller caller, @RequestParam(defaultValue = "1000") String limit) {
        DeskAccess.require(caller);
        return desk.queue(caller.tenant(), (int) QueryNumber.between("limit", limit, 1, MOST))
                .map(queue -> queue.stream().map(QueuedBody::of).toList())
                .map(shown -> new QueueBody(shown, shown.size()));
    }

    @GetMapping("/agent/conversations")
    Mono<ConversationsBody> conversations(Caller caller) {
        DeskAccess.require(caller);
        return desk.conversations(caller.tenant(), caller.userId())
                .map(held -> held.stream().map(ConversationBody::of).toList())
                .map(shown -> new ConversationsBody(shown, shown.size()));
    }

    @GetMapping("/agent/agents")
    Mono<AgentsBody> agents(Caller caller) {
        DeskAccess.require(caller);
        return agents.all(caller.tenant(), MOST)
                .map(all -> all.stream().map(StatusBody::of).toList())
                .map(shown -> new AgentsBody(shown, shown.size()));
    }

    @GetMapping("/agent/status")
    Mono<StatusBody> status(Caller caller) {
        DeskAccess.require(caller);
        return agents.find(caller.tenant(), caller.userId()).map(StatusBody::of);
    }

    @PutMapping("/agent/status")
    Mono<StatusBody> status(Caller caller, @RequestBody(required = false) byte @Nullable [] body) {
        DeskAccess.require(caller);
        var json = JsonBody.parse(body);
        var presence = Presence.of(json.requiredText("status", WORD))
                .orElseThrow(() -> JsonBody.bad("status must be online, away or offline."));
        var status = new AgentStatus(
                caller.tenant(),
                caller.userId(),
                presence,
                json.number("capacity", 0, CAPACITY),
                caller.name(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return agents.save(status).thenReturn(StatusBody.of(status));
    }
}
