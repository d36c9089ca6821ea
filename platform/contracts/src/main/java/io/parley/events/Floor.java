package io.parley.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who answers a conversation at the moment. People may always write; the floor binds the assistant only. */
public enum Floor {
    @JsonProperty("assistant")
    ASSISTANT,
    @JsonProperty("queue")
    QUEUE,
    @JsonProperty("agent")
    AGENT
}
