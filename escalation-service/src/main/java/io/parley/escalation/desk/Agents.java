package io.parley.escalation.desk;

import reactor.core.publisher.Mono;

/** The agents as they said of themselves. */
public interface Agents {

    /** What an agent said last, {@link AgentStatus#unknown} where it never said anything. */
    Mono<AgentStatus> find(String tenant, String agentId);

    Mono<Void> save(AgentStatus status);
}
