package io.parley.escalation.desk;

import java.util.List;
import reactor.core.publisher.Mono;

/** The agents as they said of themselves. */
public interface Agents {

    /** What an agent said last, {@link AgentStatus#unknown} where it never said anything. */
    Mono<AgentStatus> find(String tenant, String agentId);

    /** Those of a tenant who ever said something, in the order of their ids, at most so many. */
    Mono<List<AgentStatus>> all(String tenant, int limit);

    Mono<Void> save(AgentStatus status);
}
